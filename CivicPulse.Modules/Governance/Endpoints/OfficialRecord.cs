using System.Globalization;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Endpoints;

/// <summary>The record of one official, put together for whoever asks: by the rules of the tables, a visitor of the portal sees what is published.</summary>
internal static class OfficialRecord
{
    /// <summary>Ends what a year or a month leaves open.</summary>
    private const string FirstDay = "0000-01-01";

    private const int MostStances = 500;
    private const int MostVotesOnMatters = 5000;

    /// <summary>A long career; of more, the latest are compared.</summary>
    private const int MostCompared = 20_000;
    private const int MostSeats = 50;

    public static readonly Projection<PersonVote, OfficialVote> Vote = new((_, p) => new OfficialVote(
        p.VoteEventId, p.VoteEvent!.MotionId, p.VoteEvent.Motion!.Text, p.VoteEvent.Motion.MeetingId, p.VoteEvent.Motion.Meeting!.Slug, p.VoteEvent.Motion.Meeting.Name, p.VoteEvent.Motion.Meeting.BodyId,
        p.VoteEvent.Motion.Meeting.Body!.Name, p.VoteEvent.Motion.MatterId, p.VoteEvent.Motion.Matter!.Identifier, p.VoteEvent.Motion.Matter.Name, p.Option, p.VoteEvent.Result,
        (p.Option != VoteOption.Yes && p.Option != VoteOption.No)
            || p.VoteEvent.Votes.Where(v => v.Option == VoteOption.Yes).Sum(v => v.Weight) == p.VoteEvent.Votes.Where(v => v.Option == VoteOption.No).Sum(v => v.Weight)
            ? null
            : (p.Option == VoteOption.Yes)
                == (p.VoteEvent.Votes.Where(v => v.Option == VoteOption.Yes).Sum(v => v.Weight) > p.VoteEvent.Votes.Where(v => v.Option == VoteOption.No).Sum(v => v.Weight)),
        p.VotedAt, p.VoteEvent.VideoSeconds ?? p.VoteEvent.Motion.VideoSeconds));

    public static async Task<IReadOnlyList<LedgerEntry>> LedgerAsync(Guid official, TenantDb db, CancellationToken ct)
    {
        var stances = await db.Stances.AsNoTracking().Include(s => s.Matter).Where(s => s.OfficialId == official && s.MatterId != null && s.Matter != null)
            .OrderByDescending(s => s.StatedOn).ThenByDescending(s => s.Id).Take(MostStances).ToListAsync(ct);
        Guid[] matters = [.. stances.Select(s => s.MatterId!.Value).Distinct()];
        var votes = await db.PersonVotes.Where(p => p.OfficialId == official && matters.Contains(p.VoteEvent!.Motion!.MatterId!.Value))
            .OrderByDescending(p => p.VotedAt).ThenBy(p => p.Id).Take(MostVotesOnMatters)
            .Select(p => new
            {
                Matter = p.VoteEvent!.Motion!.MatterId!.Value,
                p.VoteEvent.Motion.Classification,
                p.VoteEventId,
                p.VoteEvent.MotionId,
                p.VoteEvent.Motion.MeetingId,
                p.VoteEvent.Motion.Meeting!.Slug,
                p.VoteEvent.Motion.Meeting.Name,
                p.VoteEvent.Motion.Text,
                p.Option,
                p.VoteEvent.Result,
                p.VotedAt,
                Second = p.VoteEvent.VideoSeconds ?? p.VoteEvent.Motion.VideoSeconds,
            }).ToListAsync(ct);
        var byMatter = votes.ToLookup(v => v.Matter, v => new LedgerVote(
            v.VoteEventId, v.MotionId, v.MeetingId, v.Slug, v.Name, v.Text, v.Classification, Ledger.Counts(v.Classification), v.Option, v.Result, v.VotedAt, v.Second));
        return [.. stances.Select(s => Entry(s, [.. byMatter[s.MatterId!.Value]]))];
    }

    private static LedgerEntry Entry(Stance s, IReadOnlyList<LedgerVote> votes) => new(
        s.Id, s.Topic, s.Position, s.Statement, s.StatedOn, s.MatterId!.Value, s.Matter!.Identifier!, s.Matter.Name,
        Ledger.Compare(s.Position, [.. votes.Where(v => v.Counts).Select(v => v.Option)]), votes, CitedPlace.Of(s.Citations),
        s.ReplyText is null ? null : new ReplyDetail(s.ReplyText, s.ReplyBy!, s.RepliedOn!.Value));

    public static async Task<OfficialAlignment> AlignmentAsync(Guid official, TenantDb db, CancellationToken ct)
    {
        var (votes, memberships) = (db.PersonVotes, db.Memberships);
        var options = await votes.Where(p => p.OfficialId == official).GroupBy(p => p.Option).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var cast = await votes.Where(p => p.OfficialId == official && (p.Option == VoteOption.Yes || p.Option == VoteOption.No))
            .OrderByDescending(p => p.VotedAt).ThenBy(p => p.Id).Take(MostCompared)
            .Select(p => new Cast(
                p.VoteEventId, p.Option == VoteOption.Yes, p.VotedAt, p.VoteEvent!.Motion!.Meeting!.BodyId, p.VoteEvent.Motion.Meeting.Body!.Name,
                p.VoteEvent.Votes.Where(v => v.Option == VoteOption.Yes).Sum(v => v.Weight), p.VoteEvent.Votes.Where(v => v.Option == VoteOption.No).Sum(v => v.Weight)))
            .ToListAsync(ct);
        var seats = await memberships.AsNoTracking().Where(m => m.OfficialId == official && m.OnBehalfOf != null).OrderByDescending(m => m.StartDate).ThenBy(m => m.Id).Take(MostSeats).ToListAsync(ct);
        var groups = new Dictionary<Guid, (string? Group, decimal Yes, decimal No)>();
        foreach (var seat in seats)
        {
            foreach (var (vote, yes, no) in await GroupVotesAsync(official, seat, db, ct)) groups.TryAdd(vote, (seat.OnBehalfOf, yes, no));
        }
        var all = cast.ConvertAll(c => c.Beside(groups.GetValueOrDefault(c.VoteEvent)));
        return new(official, options.Sum(o => o.Count), options.OrderBy(o => o.Key).ToDictionary(o => Wire.Word(o.Key), o => o.Count, StringComparer.Ordinal), Share(all, c => c.WithMajority), Share(all, c => c.WithGroup),
            [.. all.GroupBy(c => (c.Body, c.BodyName)).OrderByDescending(g => g.Count()).Select(g => new BodyAlignment(
                g.Key.Body, g.Key.BodyName, g.First().Group, g.Count(), Share([.. g], c => c.WithMajority), Share([.. g], c => c.WithGroup)))]);
    }

    /// <summary>How the others of a party or group voted in a body, for as long as this seat was held for it.</summary>
    private static async Task<List<(Guid Vote, decimal Yes, decimal No)>> GroupVotesAsync(Guid official, Membership seat, TenantDb db, CancellationToken ct)
    {
        var (votes, memberships) = (db.PersonVotes, db.Memberships);
        var (from, to) = (Start(seat.StartDate), Start(seat.EndDate));
        var mine = votes.Where(p => p.OfficialId == official && p.VoteEvent!.Motion!.Meeting!.BodyId == seat.BodyId
            && (from == null || p.VotedAt >= from) && (to == null || p.VotedAt < to)).Select(p => p.VoteEventId);
        // Who sits for the group at any time is compared by the day of their own seat as well.
        var fellows = memberships.Where(m => m.BodyId == seat.BodyId && m.OnBehalfOf == seat.OnBehalfOf && m.OfficialId != null && m.OfficialId != official
            && string.Compare(m.EndDate ?? "9999", seat.StartDate ?? "") > 0 && string.Compare(m.StartDate ?? "", seat.EndDate ?? "9999") < 0).Select(m => m.OfficialId);
        var counted = await votes.Where(p => mine.Contains(p.VoteEventId) && fellows.Contains(p.OfficialId) && (p.Option == VoteOption.Yes || p.Option == VoteOption.No))
            .GroupBy(p => p.VoteEventId)
            .Select(g => new { g.Key, Yes = g.Sum(p => p.Option == VoteOption.Yes ? p.Weight : 0), No = g.Sum(p => p.Option == VoteOption.No ? p.Weight : 0) })
            .Take(MostCompared).ToListAsync(ct);
        return counted.ConvertAll(c => (c.Key, c.Yes, c.No));
    }

    public static async Task<OfficialAttendance> AttendanceAsync(Guid official, TenantDb db, CancellationToken ct)
    {
        var found = await db.Attendances.Where(a => a.OfficialId == official).GroupBy(a => a.Status).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        int Of(AttendanceStatus status) => found.GetValueOrDefault(status);
        var (meetings, there) = (found.Values.Sum(), found.Where(f => Attendance.Counts(f.Key)).Sum(f => f.Value));
        return new(official, meetings, Of(AttendanceStatus.Present), Of(AttendanceStatus.Late), Of(AttendanceStatus.Remote), Of(AttendanceStatus.Excused), Of(AttendanceStatus.Absent),
            meetings == 0 ? null : Math.Round((double)there / meetings, 4));
    }

    /// <summary>The first instant of a year, a month or a day.</summary>
    private static DateTimeOffset? Start(string? date)
    {
        if (string.IsNullOrEmpty(date)) return null;
        var day = date.Length < FirstDay.Length ? date + FirstDay[date.Length..] : date;
        return DateTimeOffset.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }

    private static AlignmentShare Share(IReadOnlyCollection<Cast> cast, Func<Cast, bool?> together)
    {
        var compared = cast.Select(together).OfType<bool>().ToList();
        return new(compared.Count(t => t), compared.Count, compared.Count == 0 ? null : Math.Round((double)compared.Count(t => t) / compared.Count, 4));
    }

    private sealed record Cast(Guid VoteEvent, bool Yes, DateTimeOffset At, Guid? Body, string? BodyName, decimal AllYes, decimal AllNo)
    {
        public string? Group { get; private init; }

        public bool? WithGroup { get; private init; }

        public bool? WithMajority => AllYes == AllNo ? null : Yes == AllYes > AllNo;

        public Cast Beside((string? Group, decimal Yes, decimal No) others) =>
            this with { Group = others.Group, WithGroup = others.Yes == others.No ? null : Yes == others.Yes > others.No };
    }
}
