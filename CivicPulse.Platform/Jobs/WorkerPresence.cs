using System.Security.Cryptography;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Platform.Jobs;

/// <summary>
/// Shows that this process lives: a connection that holds an advisory lock under its number. The server drops both in the moment the
/// process is killed, so its jobs are taken over before their leases end. A lost connection alone harms nothing: leases decide.
/// </summary>
internal sealed class WorkerPresence([FromKeyedServices(DataSources.Host)] NpgsqlDataSource source)
{
    private const int Workers = 0x4350574B;
    private static readonly TimeSpan Check = TimeSpan.FromSeconds(5);
    private readonly TaskCompletionSource _shown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Number { get; } = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <summary>Done once others can see this Worker: before that it takes no job.</summary>
    public Task Shown => _shown.Task;

    /// <summary>Shows it until cancelled or the connection breaks.</summary>
    public async Task ShowAsync(CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using (var hold = new NpgsqlCommand("select pg_advisory_lock($1, $2)", connection) { Parameters = { new() { Value = Workers }, new() { Value = Number } } })
            await hold.ExecuteNonQueryAsync(ct);
        _shown.TrySetResult();
        while (true)
        {
            await Task.Delay(Check, ct);
            await using var still = new NpgsqlCommand("select 1", connection);
            await still.ExecuteNonQueryAsync(ct);
        }
    }

    public async Task<int[]> AliveAsync(CancellationToken ct)
    {
        await using var alive = source.CreateCommand("""
            select coalesce(array_agg(objid::int), '{}') from pg_locks
            where locktype = 'advisory' and classid::bigint = $1 and objsubid = 2 and granted and database = (select oid from pg_database where datname = current_database())
            """);
        alive.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Workers, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint });
        return (int[])(await alive.ExecuteScalarAsync(ct))!;
    }
}
