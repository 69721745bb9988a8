using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Audit;

/// <summary>
/// What happened without a row changing: a sign-in, an export, a look at a sensitive field. Written by the database's own function, in
/// the caller's transaction when there is one; changes of rows need nothing here, triggers see them.
/// </summary>
public sealed class AuditEvents(TenantDb db)
{
    /// <param name="action">Past tense, <c>area.verb</c>: <c>accounts.signed_in</c>, <c>platform.exported</c>.</param>
    /// <param name="entity">The table or resource it concerns.</param>
    /// <param name="detail">Serialized as JSON; never a secret.</param>
    public Task RecordAsync(string action, string entity, Guid? recordId, object? detail, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select audit_note({action}, {entity}, {recordId}, {System.Text.Json.JsonSerializer.Serialize(detail, Http.Wire.Json)}::jsonb)", ct);
}
