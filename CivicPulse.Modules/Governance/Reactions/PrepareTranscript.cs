using CivicPulse.Modules.Governance.Model;
using CivicPulse.Modules.Governance.Public;
using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Reactions;

/// <summary>Makes a new transcript answerable and drafts the minutes from it.</summary>
internal sealed class PrepareTranscript(TenantDb db, AiClient ai, JobProgress progress) : IReaction<TranscriptAdded>
{
    public const string SourceKind = "transcript";

    public async Task ReactAsync(TranscriptAdded fact, CancellationToken ct)
    {
        var transcripts = db.Transcripts;
        var transcript = await transcripts.AsNoTracking().Include(t => t.Turns.OrderBy(x => x.Index)).FirstOrDefaultAsync(t => t.Id == fact.TranscriptId, ct);
        if (transcript is null)
        {
            await progress.FailAsync(fact.JobId, "The transcript was removed or replaced before it was prepared.", ct);
            return;
        }
        var meeting = await db.Meetings.SingleAsync(m => m.Id == fact.MeetingId, ct);
        var turns = transcript.Turns.Select(t => new AiTurn(t.Speaker, t.Text, t.Start, t.End)).ToList();

        await progress.ReportAsync(fact.JobId, 0.1, "indexing", ct);
        await ai.IndexAsync(SourceKind, transcript.Id, new IndexSource(meeting.Name, GovernancePermissions.Read, meeting.Id, turns), ct);

        if (await KeepsMinutesAsync(meeting.Id, ct))
        {
            meeting.TranscriptPrepared();
            await progress.FinishAsync(fact.JobId, ct, "minutes_kept");
            return;
        }
        await progress.ReportAsync(fact.JobId, 0.5, "minutes", ct);
        var agenda = await db.AgendaItems.Where(i => i.MeetingId == meeting.Id).OrderBy(i => i.Order).Select(i => i.Title).ToListAsync(ct);
        var proposed = await ai.MinutesAsync(new DraftMinutes(meeting.Name, turns, agenda), ct);

        await progress.ReportAsync(fact.JobId, 0.9, "saving", ct);
        db.Minutes.Add(Minutes.Draft(meeting.Id, transcript.Id, proposed));
        meeting.TranscriptPrepared();
        await progress.FinishAsync(fact.JobId, ct);
    }

    /// <summary>What a person edited, reviewed or published is theirs: a new transcript does not write over it. The job says so.</summary>
    private async Task<bool> KeepsMinutesAsync(Guid meeting, CancellationToken ct)
    {
        if (await db.Minutes.Include(m => m.Lines).FirstOrDefaultAsync(m => m.MeetingId == meeting, ct) is not { } standing) return false;
        if (!standing.IsUntouched) return true;
        db.Minutes.Remove(standing);
        await db.SaveChangesAsync(ct);
        return false;
    }

    public async Task GiveUpAsync(TranscriptAdded fact, string error, CancellationToken ct)
    {
        if (await db.Meetings.FirstOrDefaultAsync(m => m.Id == fact.MeetingId, ct) is { } meeting) meeting.TranscriptFailed();
        await progress.FailAsync(fact.JobId, "The transcript could not be prepared.", ct);
    }
}
