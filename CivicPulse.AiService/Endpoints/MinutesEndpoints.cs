using CivicPulse.AiService.Minutes;
using CivicPulse.Modules.Governance;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicPulse.AiService.Endpoints;

internal static class MinutesEndpoints
{
    public static void MapMinutes(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/ai/minutes", Draft).Needs(GovernancePermissions.Write).WithUploads();

    private static Ok<AiMinutes> Draft(DraftMinutes draft, EmbeddedMinutes minutes) =>
        TypedResults.Ok(minutes.Draft(draft with { Turns = Limits.Spoken(draft.Turns), Agenda = Limits.Agenda(draft.Agenda) }));
}
