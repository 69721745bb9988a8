using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using System.Text.Json.Serialization;
using CivicPulse.Modules.AuditTrail.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.AuditTrail.Endpoints;

internal static class AuditAlertEndpoints
{
    private static readonly Expression<Func<SecurityAlert, AlertDetail>> Detail = a =>
        new AlertDetail(a.Id, a.Rule, a.Severity, a.Summary, a.AccountId, a.CreatedAt, a.AcknowledgedAt, a.AcknowledgedBy, a.Note, a.Version);

    public static void MapAuditAlerts(this IEndpointRouteBuilder routes)
    {
        var alerts = routes.MapGroup("/api/v1/audit/alerts").WithTags("Audit");
        alerts.MapGet("/", List).Needs(AuditTrailPermissions.Read).WithSummary("Lists security alerts, newest first");
        alerts.MapGet("/{id:guid}", Read).Needs(AuditTrailPermissions.Read).WithSummary("Reads a security alert");
        alerts.MapPost("/{id:guid}/acknowledgment", Acknowledge).Needs(AuditTrailPermissions.Acknowledge).WithSummary("States that somebody has looked at an alert");
    }

    private static Task<Page<AlertDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.SecurityAlerts.AsNoTracking().ToPageAsync(page, a => a.CreatedAt, Detail, ct);

    private static async Task<Results<Ok<AlertDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await db.SecurityAlerts.Where(a => a.Id == id).Select(Detail).FirstOrDefaultAsync(ct) is { } alert ? TypedResults.Ok(alert) : TypedResults.NotFound();

    private static async Task<Results<Ok<AlertDetail>, NotFound>> Acknowledge(
        Guid id, AcknowledgeAlert asked, TenantDb db, CurrentAccount account, TimeProvider clock, CancellationToken ct)
    {
        if (await db.SecurityAlerts.FirstOrDefaultAsync(a => a.Id == id, ct) is not { } alert) return TypedResults.NotFound();
        alert.Acknowledge(account.Known, asked.Note, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(await db.SecurityAlerts.Where(a => a.Id == id).Select(Detail).SingleAsync(ct));
    }
}

[Example("""{ "note": "A new colleague; all is well." }""")]
public sealed record AcknowledgeAlert([MaxLength(2000)] string? Note = null);

public sealed record AlertDetail(
    Guid Id, string Rule, AlertSeverity Severity, string Summary, Guid? AccountId, DateTimeOffset RaisedAt,
    DateTimeOffset? AcknowledgedAt, Guid? AcknowledgedBy, string? Note, [property: JsonIgnore] uint RowVersion) : IVersioned;
