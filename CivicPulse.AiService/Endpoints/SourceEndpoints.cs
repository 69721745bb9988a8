using CivicPulse.AiService.Passages;
using CivicPulse.Modules.Governance;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPulse.AiService.Endpoints;

internal static class SourceEndpoints
{
    public static void MapSources(this IEndpointRouteBuilder routes)
    {
        var source = routes.MapGroup("/ai/sources/{kind}/{id:guid}");
        source.MapPut("/", Replace).Needs(GovernancePermissions.Write).WithUploads();
        source.MapDelete("/", Forget).Needs(GovernancePermissions.Write);
    }

    private static async Task<Ok<IndexedSource>> Replace(string kind, Guid id, IndexSource sent, Indexing indexing, CancellationToken ct)
    {
        var source = new Source(Limits.Kind(kind)!, id, Limits.Title(sent.Title), sent.MeetingId, Limits.Permission(sent.Permission));
        var passages = sent.Turns is null ? DocumentPassages.Cut(Limits.Text(sent.Text)) : TurnPassages.Cut(Limits.Spoken(sent.Turns));
        return TypedResults.Ok(await indexing.IndexAsync(source, passages, ct));
    }

    private static async Task<NoContent> Forget(string kind, Guid id, Indexing indexing, CancellationToken ct)
    {
        await indexing.ForgetAsync(Limits.Kind(kind)!, id, ct);
        return TypedResults.NoContent();
    }
}
