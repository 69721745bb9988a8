using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Transfers;

/// <summary>Meetings, matters and motions as rows of files name them, looked up once for a chunk.</summary>
internal sealed class DeliberationReferences
{
    private ILookup<(string, DateTimeOffset), Meeting> _meetings = Array.Empty<Meeting>().ToLookup(_ => ("", default(DateTimeOffset)));
    private ILookup<(string, string?, string), Matter> _matters = Array.Empty<Matter>().ToLookup(_ => ("", (string?)null, ""));
    private ILookup<(Guid, string), Motion> _motions = Array.Empty<Motion>().ToLookup(_ => (Guid.Empty, ""));

    public IEnumerable<Meeting> Meetings => _meetings.SelectMany(m => m);

    public IEnumerable<Motion> Motions => _motions.SelectMany(m => m);

    public async Task FindMeetingsAsync(TenantDb db, IEnumerable<(string Name, DateTimeOffset? Start)> references, CancellationToken ct)
    {
        var asked = references.Where(r => r.Start is not null).Distinct().ToList();
        string[] names = [.. asked.Select(a => a.Name).Distinct(StringComparer.Ordinal)];
        DateTimeOffset[] starts = [.. asked.Select(a => a.Start!.Value).Distinct()];
        var found = await db.Meetings.Where(m => starts.Contains(m.StartDate) && names.Contains(m.Identifier ?? m.Name)).ToListAsync(ct);
        _meetings = found.ToLookup(m => (m.Reference, m.StartDate));
    }

    /// <exception cref="BadInput">There is none, or more than one.</exception>
    public Meeting Meeting(string reference, DateTimeOffset? start) => start is { } at && _meetings[(reference, at)].Take(2).ToList() is [var one]
        ? one
        : throw new BadInput("governance.no_such_meeting", "There is not one meeting of this identifier or name and start. Import the meetings first.");

    public async Task FindMattersAsync(TenantDb db, IEnumerable<MatterReference> references, CancellationToken ct)
    {
        var asked = references.Where(r => r.Identifier is not null).Distinct().ToList();
        if (asked.Count == 0) return;
        string[] ids = [.. asked.Select(a => a.Identifier!).Distinct(StringComparer.Ordinal)];
        string?[] bodies = [.. asked.Select(a => a.Body).Distinct(StringComparer.Ordinal)];
        var found = await db.Matters.Include(m => m.Body).Where(m => ids.Contains(m.Identifier) && bodies.Contains(m.Body!.Identifier ?? m.Body.Name)).ToListAsync(ct);
        _matters = found.ToLookup(m => (m.Body!.Reference, m.LegislativeSession, m.Identifier!));
    }

    /// <exception cref="BadInput">The body has none of this number.</exception>
    public Matter? Matter(MatterReference reference)
    {
        if (reference.Identifier is null) return null;
        return _matters[(reference.Body ?? "", reference.Session, reference.Identifier)].FirstOrDefault()
            ?? throw new BadInput("governance.no_such_matter", "The body has no matter of this identifier and session. Import the matters first.");
    }

    /// <summary>Of the meetings that were found before, with their votes.</summary>
    public async Task FindMotionsAsync(TenantDb db, IEnumerable<string> references, CancellationToken ct)
    {
        string[] asked = [.. references.Distinct(StringComparer.Ordinal)];
        Guid[] meetings = [.. Meetings.Select(m => m.Id)];
        var found = await db.Motions.Include(m => m.VoteEvents).ThenInclude(v => v.Votes)
            .Where(m => meetings.Contains(m.MeetingId) && asked.Contains(m.Identifier ?? m.Text)).AsSplitQuery().ToListAsync(ct);
        _motions = found.ToLookup(m => (m.MeetingId, m.Reference));
    }

    /// <exception cref="BadInput">The meeting has none of this identifier or text, or more than one.</exception>
    public Motion Motion(Meeting meeting, string reference) => _motions[(meeting.Id, reference)].Take(2).ToList() is [var one]
        ? one
        : throw new BadInput("governance.no_such_motion", "The meeting has not one motion of this identifier or text. Import the motions first.");
}

/// <summary>How a row names a matter: by the body's own number of it.</summary>
internal readonly record struct MatterReference(string? Body, string? Session, string? Identifier);
