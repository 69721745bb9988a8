using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CivicPulse.Modules.Assistant.Endpoints;

internal static class SearchEndpoints
{
    public static void MapSearch(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/search", Search).Needs(AssistantPermissions.Search).WithTags("Assistant")
            .WithSummary("Finds passages of transcripts and documents that you may read, best first");

    /// <summary>A ranked list ends at its limit: there is no page after the best hits.</summary>
    private static async Task<Page<RetrievalHit>> Search([AsParameters] SearchQuery query, AiClient ai, CancellationToken ct) =>
        new((await ai.RetrieveAsync(new Retrieve(query.Q.Trim(), query.Kind, query.MeetingId, query.Limit), ct)).Hits, null);
}

public sealed record SearchQuery(
    [property: FromQuery(Name = "q"), Required, MaxLength(2000), Description("What to look for")] string Q,
    [property: FromQuery(Name = "kind"), RegularExpression("transcript|document"), Description("transcript or document")] string? Kind = null,
    [property: FromQuery(Name = "meeting_id"), Description("Only this meeting")] Guid? MeetingId = null,
    [property: FromQuery(Name = "limit"), Range(1, 100), Description("1 to 100")] int Limit = 20);
