using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Endpoints;

/// <summary>Whether what a request names is there, for whoever asks; the problem when it is not.</summary>
internal static class Known
{
    /// <returns>The name of somebody: of the official, or as it was given.</returns>
    public static async Task<(string? Name, ProblemHttpResult? Problem)> WhoAsync(Guid? official, string? name, TenantDb db, CancellationToken ct)
    {
        if (official is { } id)
        {
            var found = await db.Officials.Where(o => o.Id == id).Select(o => o.Name).FirstOrDefaultAsync(ct);
            return (found, found is null ? NoOfficial() : null);
        }
        return string.IsNullOrWhiteSpace(name) ? (null, Nobody()) : (name, null);
    }

    /// <summary>As <see cref="WhoAsync"/>, where nobody need be named.</summary>
    public static async Task<(string? Name, ProblemHttpResult? Problem)> MaybeAsync(Guid? official, string? name, TenantDb db, CancellationToken ct) =>
        official is null && string.IsNullOrWhiteSpace(name) ? default : await WhoAsync(official, name, db, ct);

    public static async Task<ProblemHttpResult?> MatterAsync(Guid? matter, TenantDb db, CancellationToken ct) => matter is { } id && !await db.Matters.AnyAsync(m => m.Id == id, ct)
        ? Problems.Of(StatusCodes.Status422UnprocessableEntity, "governance.no_such_matter", "There is no matter with this matter_id.")
        : null;

    public static async Task<ProblemHttpResult?> BodyAsync(Guid? body, TenantDb db, CancellationToken ct) => body is { } id && !await db.Bodies.AnyAsync(b => b.Id == id, ct)
        ? Problems.Of(StatusCodes.Status422UnprocessableEntity, "governance.no_such_body", "There is no body with this body_id.")
        : null;

    /// <summary>The meetings that citations name.</summary>
    public static async Task<ProblemHttpResult?> CitedAsync(IReadOnlyList<CitedPlace>? citations, TenantDb db, CancellationToken ct)
    {
        Guid[] asked = [.. (citations ?? []).Select(c => c?.MeetingId).OfType<Guid>().Distinct()];
        return asked.Length > 0 && await db.Meetings.CountAsync(m => asked.Contains(m.Id), ct) < asked.Length
            ? Problems.Of(StatusCodes.Status422UnprocessableEntity, "governance.no_such_meeting", "There is no meeting with one of these meeting_ids.")
            : null;
    }

    public static ProblemHttpResult NoOfficial() => Problems.Of(StatusCodes.Status422UnprocessableEntity, "governance.no_such_official", "There is no official with this id.");

    private static ProblemHttpResult Nobody() => Problems.Of(StatusCodes.Status422UnprocessableEntity, "governance.nobody", "Name an official by their id, or somebody unknown by their name.");
}
