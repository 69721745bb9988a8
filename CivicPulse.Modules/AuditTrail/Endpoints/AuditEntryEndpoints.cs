using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CivicPulse.Modules.AuditTrail.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CivicPulse.Modules.AuditTrail.Endpoints;

internal static class AuditEntryEndpoints
{
    public static void MapAuditEntries(this IEndpointRouteBuilder routes)
    {
        var entries = routes.MapGroup("/api/v1/audit/entries").WithTags("Audit");
        entries.MapGet("/", List).Needs(AuditTrailPermissions.Read).WithSummary("Lists entries of the audit, newest first");
        entries.MapGet("/{id:long}", Read).Needs(AuditTrailPermissions.Read).WithSummary("Reads an entry with what it held before and after");
    }

    private static Task<Page<AuditEntrySummary>> List([AsParameters] AuditQuery asked, [AsParameters] PageQuery page, EntrySearch entries, CancellationToken ct) =>
        PageAsync(entries, asked.Asked(), page, ct);

    private static async Task<Results<Ok<AuditEntryDetail>, NotFound>> Read(long id, EntrySearch entries, CancellationToken ct)
    {
        if (await entries.ReadAsync(id, ct) is not var (entry, seal)) return TypedResults.NotFound();
        return TypedResults.Ok(new AuditEntryDetail(entry.Id, entry.At, entry.ActorKind, entry.ActorId, entry.TraceId, entry.Entity, entry.Operation,
            entry.RecordId, Json(entry.Before), Json(entry.After), EntryChanges.Of(entry), entry.Redacted, seal, (uint)entry.Id));
    }

    internal static async Task<Page<AuditEntrySummary>> PageAsync(EntrySearch entries, AskedEntries asked, PageQuery page, CancellationToken ct)
    {
        var found = new List<AuditEntrySummary>();
        await foreach (var e in entries.FindAsync(asked, Cursor(page.After), page.Limit + 1, ct))
            found.Add(new(e.Id, e.At, e.ActorKind, e.ActorId, e.Entity, e.Operation, e.RecordId, [.. EntryChanges.Of(e).Select(c => c.Field)], e.Redacted));
        var next = found.Count > page.Limit ? found[page.Limit - 1].Id.ToString(CultureInfo.InvariantCulture) : null;
        return new([.. found.Take(page.Limit)], next);
    }

    internal static long? Cursor(string? after)
    {
        if (after is null) return null;
        return long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : throw new BadInput("bad_cursor", "`after` is not a cursor of this list.");
    }

    internal static JsonElement? Json(string? text) => text is null ? null : JsonSerializer.Deserialize<JsonElement>(text);
}

/// <summary>Filters of the audit; all that are given must hold.</summary>
/// <param name="Action"><c>insert</c>, <c>update</c>, <c>delete</c>, or an event such as <c>accounts.signed_in</c>.</param>
/// <param name="Q">Words in what was written; quotes, <c>or</c> and <c>-</c> as in a web search.</param>
public sealed record AuditQuery(
    [property: FromQuery(Name = "actor"), Description("The account that acted")] Guid? Actor = null,
    [property: FromQuery(Name = "entity"), Description("The table, such as `meetings`"), MaxLength(63)] string? Entity = null,
    [property: FromQuery(Name = "record"), Description("The record's id")] Guid? Record = null,
    [property: FromQuery(Name = "action"), Description("`insert`, `update`, `delete`, or an event such as `accounts.signed_in`"), MaxLength(100)] string? Action = null,
    [property: FromQuery(Name = "from"), Description("At this time or later")] DateTimeOffset? From = null,
    [property: FromQuery(Name = "until"), Description("Before this time")] DateTimeOffset? Until = null,
    [property: FromQuery(Name = "q"), Description("Words in what was written"), MaxLength(200)] string? Q = null)
{
    internal AskedEntries Asked() => new(Actor, Entity, Record, Action, From, Until, string.IsNullOrWhiteSpace(Q) ? null : Q);
}

/// <param name="Fields">Which fields an update changed.</param>
public sealed record AuditEntrySummary(
    long Id, DateTimeOffset At, string ActorKind, Guid? ActorId, string Entity, string Action, Guid? RecordId, IReadOnlyList<string> Fields, bool Redacted);

/// <param name="Seal">The number of the seal that this entry is under; none until it is sealed.</param>
public sealed record AuditEntryDetail(
    long Id, DateTimeOffset At, string ActorKind, Guid? ActorId, string? TraceId, string Entity, string Action, Guid? RecordId,
    JsonElement? Before, JsonElement? After, IReadOnlyList<FieldChange> Changes, bool Redacted, long? Seal,
    [property: JsonIgnore] uint RowVersion) : IVersioned;

public sealed record FieldChange(string Field, JsonElement? Before, JsonElement? After);
