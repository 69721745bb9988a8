using System.Runtime.CompilerServices;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Tenancy;
using Npgsql;

namespace CivicPulse.Platform.Data;

/// <summary>A plain connection for set-based SQL, let in through the same gate as every other.</summary>
public sealed class TenantConnection(TenantSources sources, CurrentTenant tenant, CurrentAccount account)
{
    /// <returns>An open connection that sees this scope's tenant and nothing else; the caller disposes it. Costs a round trip of its own.</returns>
    public async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        var connection = await sources.Of(tenant.Value).OpenConnectionAsync(ct);
        try
        {
            await TenantGate.AdmitAsync(connection, TenantPass.For(tenant.Value, account), ct);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Admission and query in one round trip, when the first row is asked for.</summary>
    /// <returns>The answer row by row; the connection is given back after the last one, or when the caller stops.</returns>
    public async IAsyncEnumerable<T> ReadAsync<T>(NpgsqlBatchCommand query, Func<NpgsqlDataReader, T> row, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var connection = await sources.BriefOf(tenant.Value).OpenConnectionAsync(ct);
        await using var batch = Batch(connection, [query]);
        await using var reader = await OrForgetAsync(connection, AtAnswerAsync(batch, ct));
        while (await reader.ReadAsync(ct)) yield return row(reader);
    }

    /// <summary>Admission and changes in one round trip and one transaction: all of them or none.</summary>
    public async Task<int> ChangeAsync(IEnumerable<NpgsqlBatchCommand> changes, CancellationToken ct)
    {
        await using var connection = await sources.BriefOf(tenant.Value).OpenConnectionAsync(ct);
        await using var batch = Batch(connection, changes);
        return await OrForgetAsync(connection, batch.ExecuteNonQueryAsync(ct));
    }

    private NpgsqlBatch Batch(NpgsqlConnection connection, IEnumerable<NpgsqlBatchCommand> commands)
    {
        var batch = new NpgsqlBatch(connection) { BatchCommands = { TenantGate.Admission(TenantPass.For(tenant.Value, account)) } };
        foreach (var command in commands) batch.BatchCommands.Add(command);
        return batch;
    }

    private static async Task<NpgsqlDataReader> AtAnswerAsync(NpgsqlBatch batch, CancellationToken ct)
    {
        var reader = await batch.ExecuteReaderAsync(ct);
        try
        {
            await reader.NextResultAsync(ct);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    private static async Task<T> OrForgetAsync<T>(NpgsqlConnection connection, Task<T> work)
    {
        try
        {
            return await work;
        }
        catch
        {
            PreparedStatements.Forget(connection);
            throw;
        }
    }
}
