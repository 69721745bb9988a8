using CivicPulse.Platform;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>One meeting of a made-up town in the demo tenant, so that there is something to read and to ask at once.</summary>
internal sealed class DemoMeeting(TenantDb db) : IDemoData
{
    private const string FileName = "riverton-council.vtt";
    private static readonly DateTimeOffset HeldOn = new(2026, 4, 14, 18, 30, 0, TimeSpan.Zero);

    public async Task AddAsync(IConfigurationSection demo, CancellationToken ct)
    {
        if (await db.Bodies.AnyAsync(ct)) return;
        var body = new Body { Name = "Riverton Town Council (demo)", Classification = "legislature", Description = "A made-up council of a made-up town." };
        var meeting = new Meeting { Name = "Riverton Town Council, regular meeting (demo)", StartDate = HeldOn, BodyId = body.Id, Status = MeetingStatus.Passed };
        foreach (var (title, i) in ((string[])["Library roof", "Traffic on Maple Street", "Farmers market permit", "Public comment"]).Select((t, i) => (t, i)))
            db.AgendaItems.Add(new AgendaItem { MeetingId = meeting.Id, Order = i + 1, Title = title });
        var transcript = Transcript.Of(meeting.Id, TranscriptFormats.Read(Recording(), FileName), FileName, null);
        meeting.AddTranscript(transcript, null, db.Queue("transcript", "meeting", meeting.Id).Id);
        db.Bodies.Add(body);
        db.Meetings.Add(meeting);
        db.Transcripts.Add(transcript);
        await db.SaveChangesAsync(ct);
    }

    private static byte[] Recording()
    {
        using var file = typeof(DemoMeeting).Assembly.GetManifestResourceStream(FileName)!;
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }
}
