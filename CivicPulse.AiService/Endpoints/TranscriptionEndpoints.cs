using CivicPulse.AiService.Models;
using CivicPulse.Modules.Governance;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPulse.AiService.Endpoints;

internal static class TranscriptionEndpoints
{
    public static void MapTranscriptions(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/ai/transcriptions", Transcribe).Needs(GovernancePermissions.Write).WithUploads();

    private static async Task<Ok<Transcription>> Transcribe(HttpRequest request, Transcribing transcribing, CancellationToken ct)
    {
        var upload = await Upload.ReadAsync(request, ct) ?? throw new BadInput("no_file", "Send the recording in the part named `file`.");
        await using var audio = upload.Open();
        return TypedResults.Ok(await transcribing.TranscribeAsync(audio, ct));
    }
}
