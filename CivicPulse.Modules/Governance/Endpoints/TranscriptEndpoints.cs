using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Files;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Endpoints;

internal static class TranscriptEndpoints
{
    private static readonly Listing<TranscriptTurn> Turns = Listing.InOrder<TranscriptTurn>("index", t => t.Index)
        .Filter("speaker", t => t.Speaker).Filter("text", t => t.Text).Besides("from");

    public static void MapTranscripts(this IEndpointRouteBuilder routes)
    {
        var transcript = routes.MapGroup("/api/v1/meetings/{meetingId:guid}/transcript").WithTags("Governance");
        transcript.MapPost("/", Add).Needs(GovernancePermissions.Write).WithUploads()
            .Accepts<AddTranscript>("application/json", "multipart/form-data")
            .WithSummary("Adds or replaces the transcript: turns as JSON, or a .vtt, .srt, .txt or .json `file`");
        transcript.MapGet("/", Read).Needs(GovernancePermissions.Read).WithSummary("Tells what transcript a meeting has");
        transcript.MapPut("/publication", Publish).Needs(GovernancePermissions.Publish).WithSummary("Lets the public read what was said: somebody has looked at it");
        transcript.MapDelete("/publication", Withdraw).Needs(GovernancePermissions.Publish).WithSummary("Takes it from the public's sight");
        transcript.MapGet("/turns", ListTurns).Needs(GovernancePermissions.Read).Lists(Turns).WithSummary("Lists the turns in order");
    }

    private static async Task<Results<Accepted<JobDetail>, NotFound>> Add(
        Guid meetingId, HttpRequest request, TenantDb db, BlobFiles files, CancellationToken ct)
    {
        var meetings = db.Meetings;
        if (await meetings.FirstOrDefaultAsync(m => m.Id == meetingId, ct) is not { } meeting) return TypedResults.NotFound();
        var upload = await Upload.ReadAsync(request, ct);
        var turns = upload is null ? (await AddTranscript.ReadAsync(request, ct)).ToTurns() : TranscriptFormats.Read(upload.Content, upload.FileName);
        var key = upload is null ? null : $"transcripts/{Guid.CreateVersion7():N}";
        if (upload is not null) await files.SaveAsync(key!, upload.Open(), "text/plain", ct);
        try
        {
            return UploadRoutes.Accepted(await SaveAsync(meeting, Transcript.Of(meetingId, turns, upload?.FileName, key), db, ct));
        }
        catch (Exception e) when (key is not null && Problems.IsRefusal(e))
        {
            await files.DeleteAsync(key, CancellationToken.None);
            throw;
        }
    }

    private static async Task<JobDetail> SaveAsync(Meeting meeting, Transcript transcript, TenantDb db, CancellationToken ct)
    {
        var transcripts = db.Transcripts;
        var replaced = await transcripts.FirstOrDefaultAsync(t => t.MeetingId == meeting.Id, ct);
        var job = db.Queue("transcript", "meeting", meeting.Id);
        meeting.AddTranscript(transcript, replaced, job.Id);
        if (replaced is not null) transcripts.Remove(replaced);
        // Minutes that a person worked on stay; a mere draft is made anew.
        if (await MinutesEndpoints.OfAsync(meeting.Id, db, ct) is { IsUntouched: true } draft) db.Minutes.Remove(draft);
        transcripts.Add(transcript);
        await db.SaveChangesAsync(ct);
        return job.ToDetail();
    }

    private static async Task<Results<Ok<TranscriptDetail>, NotFound>> Read(Guid meetingId, TenantDb db, CancellationToken ct)
    {
        var meetings = db.Meetings;
        var found = await db.Transcripts.Where(t => t.MeetingId == meetingId)
            .Select(t => new TranscriptDetail(t.Id, t.MeetingId, t.FileName, t.TurnCount, meetings.First(m => m.Id == meetingId).TranscriptState, t.PublishedAt, t.Version))
            .FirstOrDefaultAsync(ct);
        return found is null ? TypedResults.NotFound() : TypedResults.Ok(found);
    }

    private static async Task<Results<NoContent, NotFound>> Publish(Guid meetingId, TenantDb db, CurrentAccount account, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Transcripts.FirstOrDefaultAsync(t => t.MeetingId == meetingId, ct) is not { } transcript) return TypedResults.NotFound();
        transcript.Publish(clock.GetUtcNow(), account.Known);
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, NotFound>> Withdraw(Guid meetingId, TenantDb db, CancellationToken ct)
    {
        if (await db.Transcripts.FirstOrDefaultAsync(t => t.MeetingId == meetingId, ct) is not { } transcript) return TypedResults.NotFound();
        transcript.Withdraw();
        await db.SaveChangesAsync(ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<Page<TurnDetail>>, NotFound>> ListTurns(
        Guid meetingId, [AsParameters] PageQuery page, TenantDb db, CancellationToken ct,
        [Range(0, int.MaxValue), Description("Begins at this turn, counted from 0: opens a transcript in its middle")] int from = 0)
    {
        var id = await db.Transcripts.Where(t => t.MeetingId == meetingId).Select(t => (Guid?)t.Id).FirstOrDefaultAsync(ct);
        if (id is not { } transcript) return TypedResults.NotFound();
        return TypedResults.Ok(await db.TranscriptTurns.Where(t => t.TranscriptId == transcript && t.Index >= from)
            .ToPageAsync(page, Turns, t => new TurnDetail(t.Index, t.Speaker, t.Text, t.Start, t.End), ct));
    }
}

[Example("""{ "turns": [ { "speaker": "Chair", "text": "I call the meeting to order.", "start": 0, "end": 2.5 }, { "speaker": "Clerk", "text": "All members are present." } ] }""")]
public sealed record AddTranscript([Required] IReadOnlyList<AddTurn> Turns)
{
    internal static async Task<AddTranscript> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasJsonContentType())
            throw new BadInput("unsupported_media_type", "Send the turns as application/json or a `file` as multipart/form-data.", StatusCodes.Status415UnsupportedMediaType);
        return await request.ReadWireAsync<AddTranscript>(ct) is { Turns: not null } read
            ? read
            : throw new BadInput("invalid", "Send an object with `turns`.");
    }

    internal IReadOnlyList<Turn> ToTurns() =>
        TranscriptFormats.Check([.. Turns.Select(t => TranscriptFormats.Tidy(t?.Speaker, t?.Text, t?.Start, t?.End))]);
}

/// <param name="Start">Seconds from the start of the recording.</param>
/// <param name="End">Seconds from the start of the recording.</param>
public sealed record AddTurn(string Speaker, string Text, double? Start = null, double? End = null);

public sealed record TranscriptDetail(Guid Id, Guid MeetingId, string? FileName, int TurnCount, TranscriptState State, DateTimeOffset? PublishedAt,
    [property: JsonIgnore] uint RowVersion) : IVersioned;

public sealed record TurnDetail(int Index, string Speaker, string Text, double? Start, double? End);
