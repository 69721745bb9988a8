using System.ComponentModel.DataAnnotations;
using CivicPulse.Modules.Documents.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Documents.Endpoints;

internal static class DocumentAudienceEndpoints
{
    public static void MapDocumentAudience(this IEndpointRouteBuilder routes) =>
        routes.MapPut("/api/v1/documents/{documentId:guid}/audience", Set).Needs(DocumentPermissions.Write).WithTags("Documents")
            .WithSummary("Says who a document is for: everybody who reads documents, or one team");

    private static async Task<Results<Ok<DocumentAudienceDetail>, NotFound>> Set(
        Guid documentId, SetDocumentAudience asked, TenantDb db, CancellationToken ct)
    {
        if (await db.Documents.FirstOrDefaultAsync(d => d.Id == documentId, ct) is not { } document) return TypedResults.NotFound();
        asked.ApplyTo(document);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new DocumentAudienceDetail(document.Id, document.Audience, document.TeamId));
    }

    internal static SetDocumentAudience Read(IFormCollection form)
    {
        var (audience, team) = (form["audience"].ToString(), form["team_id"].ToString());
        var id = Guid.Empty;
        if (team.Length > 0 && !Guid.TryParse(team, out id)) throw new BadInput("invalid", "`team_id` is the id of a team.");
        return audience switch
        {
            "" or "everybody" => new(DocumentAudience.Everybody, team.Length > 0 ? id : null),
            "team" => new(DocumentAudience.Team, team.Length > 0 ? id : null),
            _ => throw new BadInput("invalid", "`audience` is `everybody` or `team`."),
        };
    }
}

/// <param name="TeamId">The team whose document it is; needed when it is for that team only.</param>
[Example("""{ "audience": "everybody" }""")]
public sealed record SetDocumentAudience([Required] DocumentAudience? Audience, Guid? TeamId = null)
{
    internal void ApplyTo(Document document) => document.IsFor(Audience ?? DocumentAudience.Everybody, TeamId);
}

public sealed record DocumentAudienceDetail(Guid DocumentId, DocumentAudience Audience, Guid? TeamId);
