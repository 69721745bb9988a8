using CivicPulse.Modules.Accounts.Public;
using CivicPulse.Platform;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Jobs;
using CivicPulse.Platform.Portal;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>
/// Three meetings of a made-up town in the demo tenant, so that there is something to read, to count and to ask at once: one with published
/// minutes, one with a recording whose minutes wait for somebody, and one that nobody outside sees yet.
/// </summary>
internal sealed class DemoMeeting(TenantDb db, IAccountsHolding accounts, TimeProvider clock) : IDemoData
{
    private const string FileName = "riverton-council.vtt";
    private static readonly DateTimeOffset HeldOn = new(2026, 4, 14, 18, 30, 0, TimeSpan.Zero);
    private static readonly string[] Agenda = ["Library roof", "Traffic on Maple Street", "Farmers market permit", "Public comment"];

    public async Task AddAsync(IConfigurationSection demo, CancellationToken ct)
    {
        if (await db.Bodies.AnyAsync(ct)) return;
        var (now, staff) = (clock.GetUtcNow(), (await accounts.HoldingAsync(GovernancePermissions.Publish, ct)).Order().ToList());
        var body = new Body
        {
            Name = "Riverton Town Council (demo)",
            Classification = "legislature",
            Description = "A made-up council of a made-up town.",
            DivisionId = DemoCouncil.Town,
            FoundingDate = "1887",
        };
        db.Bodies.Add(body);
        var council = new DemoCouncil(db, body);
        council.TakeSeats();
        var roof = council.Introduce();
        council.MeetBefore(roof, now, staff);
        var meeting = Meeting("Riverton Town Council, regular meeting (demo)", HeldOn, body, MeetingStatus.Passed);
        council.Decide(meeting, Items(meeting, Agenda), roof);
        Record(meeting);
        // Before the public as if people had looked at each: but for the next meeting, which is being prepared.
        foreach (var record in db.ChangeTracker.Entries<PublicRecord>().Where(e => e.State == EntityState.Added)) record.Entity.Publish(now, staff is [var first, ..] ? first : null);
        Items(Meeting("Riverton Town Council, next meeting (draft, demo)", new(DateOnly.FromDateTime(now.UtcDateTime).AddDays(21), new TimeOnly(18, 30), TimeSpan.Zero), body, MeetingStatus.Tentative), ["Farmers market permit", "Report on Maple Street"]);
        await db.SaveChangesAsync(ct);
    }

    private Meeting Meeting(string name, DateTimeOffset start, Body body, MeetingStatus status)
    {
        var meeting = DemoCouncil.Meeting(name, start, body, status);
        db.Meetings.Add(meeting);
        return meeting;
    }

    private List<AgendaItem> Items(Meeting meeting, string[] titles)
    {
        var items = titles.Select((title, i) => new AgendaItem { MeetingId = meeting.Id, Order = i + 1, Title = title }).ToList();
        db.AgendaItems.AddRange(items);
        return items;
    }

    private void Record(Meeting meeting)
    {
        var transcript = Transcript.Of(meeting.Id, TranscriptFormats.Read(Recording(), FileName), FileName, null);
        meeting.AddTranscript(transcript, null, db.Queue("transcript", "meeting", meeting.Id).Id);
        db.Transcripts.Add(transcript);
    }

    private static byte[] Recording()
    {
        using var file = typeof(DemoMeeting).Assembly.GetManifestResourceStream(FileName)!;
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }
}
