using System.Text.Json;
using CivicPulse.Platform.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CivicPulse.Platform.Http;

/// <summary>Many requests in one. Each is a request of its own, with its own permission check, validation, limits and transaction.</summary>
internal static class BulkEndpoints
{
    private const int Most = 500;
    private const int LongestPath = 2000;
    private const string Own = "/api/v1/bulk";
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    public static void MapBulk(this IEndpointRouteBuilder routes) => routes.MapPost(Own, Run).Needs(PlatformPermissions.Bulk).Patiently()
        .WithoutIdempotency().WithTags("Bulk").WithSummary("Runs up to 500 operations, one after another, and answers for each of them");

    private static async Task<BulkResults> Run(RunOperations asked, HttpContext http, BulkRunner runner, CancellationToken ct)
    {
        if (http.Features.Get<InsideBulk>() is not null) throw new BadInput("bulk.not_here", "A bulk request holds no bulk request.");
        if (asked.Operations is not { Count: > 0 and <= Most } operations) throw new BadInput("bulk.size", $"Send 1 to {Most} `operations`.");
        // All are looked at before the first is run: a malformed list changes nothing.
        for (var i = 0; i < operations.Count; i++) Check(operations[i], i);
        var results = new List<BulkResult>(operations.Count);
        var room = BulkRunner.LargestAnswer;
        foreach (var operation in operations)
        {
            var result = await runner.RunAsync(http, operation, results.Count, room, ct);
            results.Add(result.Shown);
            room -= result.Bytes;
        }
        return new BulkResults(results);
    }

    private static void Check(BulkOperation? operation, int index)
    {
        if (operation is null || !Methods.Contains(operation.Method, StringComparer.Ordinal)) throw Bad(index, "`method` is one of " + string.Join(", ", Methods));
        if (operation.Path is not { Length: <= LongestPath } path || !path.StartsWith("/api/v1/", StringComparison.Ordinal) || path.Any(c => c is <= ' ' or > '~' or '#' or '\\') || path.Contains("..", StringComparison.Ordinal))
            throw Bad(index, "`path` begins with /api/v1/ and is escaped as in an address");
        if (path.Split('?')[0].TrimEnd('/').Equals(Own, StringComparison.OrdinalIgnoreCase)) throw new BadInput("bulk.not_here", "A bulk request holds no bulk request.");
        foreach (var value in (string?[])[operation.IfMatch, operation.IdempotencyKey])
            if (value is not null && (value.Length > 1000 || value.Any(c => c is < ' ' or > '~'))) throw Bad(index, "`if_match` and `idempotency_key` are visible ASCII");
    }

    private static BadInput Bad(int index, string rule) => new("bulk.bad_operation", $"operations[{index}]: {rule}.");
}

/// <summary>Marks a request that came out of a bulk request.</summary>
internal sealed record InsideBulk;

[Example("""{ "operations": [ { "method": "POST", "path": "/api/v1/bodies", "body": { "name": "Harbour commission", "classification": "commission" }, "idempotency_key": "row-1" }, { "method": "GET", "path": "/api/v1/bodies?limit=1" } ] }""")]
public sealed record RunOperations(IReadOnlyList<BulkOperation>? Operations);

/// <param name="Method">GET, POST, PUT, PATCH or DELETE.</param>
/// <param name="Path">With its query, from <c>/api/v1/</c> on.</param>
/// <param name="IfMatch">The operation's <c>If-Match</c>.</param>
/// <param name="IdempotencyKey">The operation's <c>Idempotency-Key</c>.</param>
public sealed record BulkOperation(string? Method, string? Path, JsonElement? Body = null, string? IfMatch = null, string? IdempotencyKey = null);

public sealed record BulkResults(IReadOnlyList<BulkResult> Results);

/// <param name="Index">Place of the operation, from 0.</param>
/// <param name="BodyOmitted">True when there was a body that is no JSON or too long for this answer.</param>
public sealed record BulkResult(int Index, int Status, IReadOnlyDictionary<string, string> Headers, JsonElement? Body, bool? BodyOmitted);
