using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.AuditTrail.Model;

/// <summary>Looks for misuse in what the audit gained of late, and raises what was not raised yet.</summary>
internal sealed class Detection(TenantDb db, TenantConnection connections)
{
    public async Task RunAsync(CancellationToken ct)
    {
        var found = new List<SecurityAlert>();
        await using (var connection = await connections.OpenAsync(ct))
        {
            await using var command = new Npgsql.NpgsqlCommand(DetectionSql.Recent, connection);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
                found.Add(Alert(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<Guid?>(2), reader.GetInt64(3)));
        }
        await RaiseAsync(found, ct);
    }

    /// <summary>The same finding is raised once, however often it is found; the database has the last word on that.</summary>
    public async Task RaiseAsync(IReadOnlyList<SecurityAlert> found, CancellationToken ct)
    {
        if (found.Count == 0) return;
        var findings = found.Select(a => a.Finding).ToList();
        var alerts = db.SecurityAlerts;
        var known = await alerts.Where(a => findings.Contains(a.Finding)).Select(a => a.Finding).ToListAsync(ct);
        alerts.AddRange(found.DistinctBy(a => a.Finding).Where(a => !known.Contains(a.Finding)));
        await db.SaveChangesAsync(ct);
    }

    private static SecurityAlert Alert(string rule, string finding, Guid? account, long count) => SecurityAlert.Raise(rule, finding, rule switch
    {
        "role_granted_to_oneself" or "account_guessed" => AlertSeverity.High,
        _ => AlertSeverity.Warning,
    }, rule switch
    {
        "account_guessed" => $"{count} sign-ins to one account were refused within ten minutes.",
        "passwords_sprayed" => $"{count} sign-ins were refused within ten minutes, over many names.",
        "many_exports" => $"One account made {count} exports within an hour.",
        "role_granted_to_oneself" => "An account gave a role to itself.",
        "owner_added" => "Another owner was added.",
        "mass_deletion" => $"{count} records were deleted within ten minutes by one actor.",
        _ => rule,
    }, account);
}
