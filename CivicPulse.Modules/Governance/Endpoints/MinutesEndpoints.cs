using System.Text.Json.Serialization;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Endpoints;

internal static class MinutesEndpoints
{
    public static void MapMinutes(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/meetings/{meetingId:guid}/minutes", Read).Needs(GovernancePermissions.Read).WithTags("Governance")
            .WithSummary("Reads a meeting's minutes; every line names its turns");

    private static async Task<Results<Ok<MinutesDetail>, ProblemHttpResult>> Read(Guid meetingId, TenantDb db, CancellationToken ct)
    {
        var found = await db.Minutes.AsNoTracking().Include(m => m.Lines.OrderBy(l => l.Order)).FirstOrDefaultAsync(m => m.MeetingId == meetingId, ct);
        return found is null
            ? Problems.Of(StatusCodes.Status404NotFound, "governance.no_minutes", "This meeting has no minutes yet.")
            : TypedResults.Ok(Detail(found));
    }

    private static MinutesDetail Detail(Minutes minutes)
    {
        MinutesLineDetail[] Lines(LineKind kind) => [.. minutes.Lines.Where(l => l.Kind == kind).Select(Line)];
        var contributions = minutes.Lines.Where(l => l.Kind == LineKind.Contribution).GroupBy(l => l.Person ?? "", StringComparer.Ordinal)
            .Select(said => new Contribution(said.Key, [.. said.Select(Line)]));
        return new(minutes.Id, minutes.MeetingId, minutes.Status, minutes.Mode, Lines(LineKind.Summary), Lines(LineKind.Decision),
            Lines(LineKind.ActionItem), [.. contributions], minutes.Version);
    }

    private static MinutesLineDetail Line(MinutesLine l) =>
        new(l.Id, l.Text, l.FirstTurn, l.LastTurn, l.Quote, l.Kind == LineKind.ActionItem ? l.Person : null);
}

/// <param name="Mode">Which engine proposed the draft: <c>embedded</c> quotes, <c>model</c> writes.</param>
public sealed record MinutesDetail(
    Guid Id, Guid MeetingId, MinutesStatus Status, string Mode, IReadOnlyList<MinutesLineDetail> Summary,
    IReadOnlyList<MinutesLineDetail> Decisions, IReadOnlyList<MinutesLineDetail> ActionItems, IReadOnlyList<Contribution> Contributions,
    [property: JsonIgnore] uint RowVersion) : IVersioned;

public sealed record MinutesLineDetail(Guid Id, string Text, int FirstTurn, int LastTurn, string Quote, string? Assignee);

public sealed record Contribution(string Speaker, IReadOnlyList<MinutesLineDetail> Lines);
