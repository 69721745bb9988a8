using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CivicPulse.Modules.AuditTrail.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Audit;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CivicPulse.Modules.AuditTrail.Endpoints;

internal static class AuditExportEndpoints
{
    private static readonly string[] Columns = ["id", "at", "actor_kind", "actor_id", "trace_id", "entity", "action", "record_id", "before", "after", "redacted"];

    public static void MapAuditExports(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/audit/exports", Export).Needs(AuditTrailPermissions.Export).WithTransfers().WithoutIdempotency().WithTags("Audit")
            .Produces(StatusCodes.Status200OK, contentType: "text/csv").Produces(StatusCodes.Status200OK, contentType: "application/jsonl")
            .WithSummary("Writes the audit to a file: CSV for reading, or a signed ledger that `civicpulse audit verify` checks");

    /// <summary>Recorded before the first byte leaves: also an export that breaks off is one.</summary>
    private static async Task<PushStreamHttpResult> Export(
        ExportAudit asked, EntrySearch entries, LedgerExport ledger, AuditEvents audit, CurrentTenant tenant, TimeProvider clock, CancellationToken ct)
    {
        await audit.RecordAsync("audittrail.exported", "audit_entries", null, asked, ct);
        var name = $"audit-{tenant.Value.Slug}-{clock.GetUtcNow():yyyyMMdd-HHmmss}";
        return asked.Format == AuditFormat.Csv
            ? TypedResults.Stream(to => WriteCsvAsync(to, entries, asked, ct), "text/csv; charset=utf-8", $"{name}.csv")
            : TypedResults.Stream(to => ledger.WriteAsync(to, asked.From, asked.Until, ct), "application/jsonl", $"{name}.jsonl");
    }

    private static async Task WriteCsvAsync(Stream to, EntrySearch entries, ExportAudit asked, CancellationToken ct)
    {
        await using var writer = new StreamWriter(to, leaveOpen: true);
        await writer.WriteLineAsync(string.Join(',', Columns));
        var which = new AskedEntries(asked.Actor, asked.Entity, asked.Record, asked.Action, asked.From, asked.Until, asked.Q);
        await foreach (var e in entries.FindAsync(which, null, null, ct))
        {
            string?[] cells = [e.Id.ToString(CultureInfo.InvariantCulture), e.At.ToString("O"), e.ActorKind, e.ActorId?.ToString(), e.TraceId, e.Entity, e.Operation,
                e.RecordId?.ToString(), e.Before, e.After, e.Redacted ? "true" : "false"];
            await writer.WriteLineAsync(string.Join(',', cells.Select(Cell)));
        }
    }

    /// <summary>What a spreadsheet would take for a formula begins with an apostrophe instead.</summary>
    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        if (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r') text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}

/// <summary>The filters are those of the list; a ledger takes <c>from</c> and <c>until</c> only, and holds whole seals.</summary>
[Example("""{ "format": "csv", "entity": "meetings", "from": "2026-01-01T00:00:00Z" }""")]
public sealed record ExportAudit(
    [Required] AuditFormat? Format, Guid? Actor = null, [MaxLength(63)] string? Entity = null, Guid? Record = null, [MaxLength(100)] string? Action = null,
    DateTimeOffset? From = null, DateTimeOffset? Until = null, [MinLength(1), MaxLength(200)] string? Q = null);
