using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Endpoints.Portal;

/// <summary>Motions, their votes and every name on the roll, in three queries whatever their number.</summary>
internal static class PortalMotions
{
    private const int Most = 1000;

    /// <returns>Each with its meeting, in the order in which they were made.</returns>
    public static async Task<IReadOnlyList<(Guid Meeting, PortalMotion Motion)>> OfAsync(IQueryable<Motion> asked, TenantDb db, CancellationToken ct)
    {
        var motions = await asked.OrderBy(m => m.Meeting!.StartDate).ThenBy(m => m.AgendaItem!.Order).ThenBy(m => m.CreatedAt).Take(Most).Select(m => new
        {
            m.Id,
            m.MeetingId,
            m.AgendaItemId,
            m.Text,
            m.Classification,
            m.Requirement,
            Mover = m.Mover!.Name ?? m.MoverName,
            Seconder = m.Seconder!.Name ?? m.SeconderName,
            m.Result,
            m.VideoSeconds,
        }).ToListAsync(ct);
        if (motions.Count == 0) return [];
        var ids = motions.Select(m => m.Id).ToArray();
        var events = await db.VoteEvents.Where(v => ids.Contains(v.MotionId)).OrderBy(v => v.StartDate).Take(Most)
            .Select(v => new { v.Id, v.MotionId, v.Method, v.StartDate, v.Result, v.ReportedYes, v.ReportedNo, v.ReportedAbstain, v.ReportedAbsent, v.VideoSeconds }).ToListAsync(ct);
        var called = events.Select(e => e.Id).ToArray();
        var names = (await db.PersonVotes.Where(p => called.Contains(p.VoteEventId)).OrderBy(p => p.VoterName).ThenBy(p => p.Id).Take(VoteEvent.MostVotes)
            .Select(p => new { p.VoteEventId, Vote = new PortalVote(p.Official!.Slug, p.VoterName, p.Option, p.Weight) }).ToListAsync(ct)).ToLookup(p => p.VoteEventId, p => p.Vote);
        var byMotion = events.ToLookup(e => e.MotionId, e => new PortalVoteEvent(
            e.Method, e.StartDate, e.Result, Count(VoteOption.Yes, e.Id, e.ReportedYes), Count(VoteOption.No, e.Id, e.ReportedNo), Count(VoteOption.Abstain, e.Id, e.ReportedAbstain),
            Count(VoteOption.Absent, e.Id, e.ReportedAbsent), [.. names[e.Id]], e.VideoSeconds));
        return [.. motions.Select(m => (m.MeetingId, new PortalMotion(
            m.Id, m.AgendaItemId, m.Text, m.Classification, m.Requirement, m.Mover, m.Seconder, m.Result ?? byMotion[m.Id].LastOrDefault()?.Result, m.VideoSeconds, [.. byMotion[m.Id]])))];

        decimal Count(VoteOption option, Guid vote, int? reported) => names[vote].Where(n => n.Option == option).Sum(n => n.Weight) + (reported ?? 0);
    }
}

public sealed record PortalMotion(
    Guid Id, Guid? AgendaItemId, string Text, MotionClassification Classification, Requirement Requirement, string? MoverName, string? SeconderName, VoteResult? Result, int? VideoSeconds,
    IReadOnlyList<PortalVoteEvent> Votes);

/// <param name="Roll">Who voted how; empty where only numbers were reported.</param>
public sealed record PortalVoteEvent(
    VoteMethod Method, DateTimeOffset StartDate, VoteResult? Result, decimal Yes, decimal No, decimal Abstain, decimal Absent, IReadOnlyList<PortalVote> Roll, int? VideoSeconds);

public sealed record PortalVote(string? OfficialSlug, string VoterName, VoteOption Option, decimal Weight);
