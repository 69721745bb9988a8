using CivicPulse.Platform.Tenancy;
using Npgsql;

namespace CivicPulse.Platform.Audit;

/// <summary>Takes what entries hold, for good, and keeps their commitment, so that the seals still verify. Only the database's owner can.</summary>
public sealed class LedgerRedaction(NpgsqlDataSource owner)
{
    /// <returns>How many entries were redacted.</returns>
    public async Task<long> RedactRecordAsync(Tenant tenant, Guid record, string reason, CancellationToken ct)
    {
        await using var command = owner.CreateCommand(LedgerRedactionSql.OfRecord(tenant));
        command.Parameters.Add(new() { Value = tenant.Schema });
        command.Parameters.Add(new() { Value = record });
        command.Parameters.Add(new() { Value = reason });
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <returns>How many entries were redacted.</returns>
    public async Task<long> RedactEntriesAsync(Tenant tenant, long[] entries, string reason, CancellationToken ct)
    {
        await using var command = owner.CreateCommand("select audit.redact($1, $2, $3)");
        command.Parameters.Add(new() { Value = tenant.Schema });
        command.Parameters.Add(new() { Value = entries });
        command.Parameters.Add(new() { Value = reason });
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}

internal static class LedgerRedactionSql
{
    /// <summary>The schema's name comes from a checked slug.</summary>
    public static string OfRecord(Tenant tenant) =>
        $"select audit.redact($1, array(select id from {tenant.Schema}.audit_entries where record_id = $2 and operation <> '{LedgerEntry.Redaction}'), $3)";
}
