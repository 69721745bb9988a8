using System.Runtime.CompilerServices;
using CivicPulse.Platform.Data;
using Npgsql;

namespace CivicPulse.Modules.AuditTrail.Model;

/// <summary>CSV is for reading, a ledger for proving.</summary>
public enum AuditFormat { Csv, Ledger }

/// <summary>Which entries; what is null is not asked.</summary>
internal sealed record AskedEntries(Guid? Actor, string? Entity, Guid? Record, string? Operation, DateTimeOffset? From, DateTimeOffset? Until, string? Words);

/// <summary>Finds entries of this tenant, newest first.</summary>
internal sealed class EntrySearch(TenantConnection connections)
{
    /// <param name="before">Only entries with lower numbers; null begins with the newest.</param>
    public async IAsyncEnumerable<StoredEntry> FindAsync(AskedEntries asked, long? before, int? limit, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        if (limit is null)
        {
            await using var unbounded = new NpgsqlCommand("set statement_timeout = 0", connection);
            await unbounded.ExecuteNonQueryAsync(ct);
        }
        await using var command = asked.Words is null ? new NpgsqlCommand(EntrySql.List, connection) : new NpgsqlCommand(EntrySql.Search, connection);
        if (limit is null) command.CommandTimeout = 0;
        command.Parameters.Add(Number(before));
        command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = asked.Actor });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = asked.Entity });
        command.Parameters.Add(new NpgsqlParameter<Guid?> { TypedValue = asked.Record });
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = asked.Operation });
        command.Parameters.Add(Time(asked.From));
        command.Parameters.Add(Time(asked.Until));
        command.Parameters.Add(new NpgsqlParameter<string?> { TypedValue = asked.Words });
        command.Parameters.Add(Number(limit));
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) yield return EntrySql.Read(reader);
    }

    /// <returns>The entry and the number of the seal it is under, if any.</returns>
    public async Task<(StoredEntry Entry, long? Seal)?> ReadAsync(long id, CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        await using var command = new NpgsqlCommand(EntrySql.One, connection) { Parameters = { new() { Value = id } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (EntrySql.Read(reader), reader.GetFieldValue<long?>(12)) : null;
    }

    /// <summary>The change that made a record what it was at a time.</summary>
    public async Task<StoredEntry?> AsOfAsync(string entity, Guid record, DateTimeOffset at, CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        await using var command = new NpgsqlCommand(EntrySql.AsOf, connection) { Parameters = { new() { Value = record }, new() { Value = entity }, Time(at) } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? EntrySql.Read(reader) : null;
    }

    private static NpgsqlParameter Number(long? value) => new NpgsqlParameter<long?> { TypedValue = value };

    private static NpgsqlParameter Time(DateTimeOffset? value) => new NpgsqlParameter<DateTimeOffset?> { TypedValue = value?.ToUniversalTime() };
}
