using Npgsql;

namespace CivicPulse.Platform.Tenancy;

/// <summary>
/// Whether a connection is one session from its first statement to its last. Several are opened at once and take turns, so that a
/// pooler has a reason to hand its server connections around: then two of them meet the same server process, or one of them meets two,
/// or finds a setting that it did not make.
/// </summary>
internal static class SessionProbe
{
    private const string Setting = "civicpulse.probe";
    private const int Rounds = 4;
    private static readonly string[] Names = ["a", "b", "c"];

    private const string Advice = "Roles and settings of one tenant would meet the queries of another. Connect to PostgreSQL directly, or set the pooler to pool_mode = session.";

    public static async Task RefuseSharedAsync(string connectionString, NpgsqlDataSource source, CancellationToken ct)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.NoResetOnClose) throw new UnsafeConnection("The connection string says No Reset On Close: a connection would carry one tenant's role to the next. Take it out.");
        if (settings.Multiplexing) throw new UnsafeConnection("The connection string says Multiplexing: several requests would share one session. Take it out.");
        var connections = new List<NpgsqlConnection>();
        try
        {
            // Of a small pool all there are: waiting for one more would be waiting for oneself.
            foreach (var _ in Names.Take(settings.MaxPoolSize)) connections.Add(await source.OpenConnectionAsync(ct));
            await TakeTurnsAsync(connections, settings, ct);
        }
        catch (PostgresException e) when (e.SqlState is "08P01" or PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.InvalidSqlStatementName)
        {
            throw new UnsafeConnection($"What answers at {settings.Host}:{settings.Port} does not let a session keep its statements and settings ({e.MessageText}). {Advice}");
        }
        finally
        {
            foreach (var connection in connections) await connection.DisposeAsync();
        }
    }

    private static async Task TakeTurnsAsync(List<NpgsqlConnection> connections, NpgsqlConnectionStringBuilder settings, CancellationToken ct)
    {
        var processes = new int[connections.Count];
        for (var i = 0; i < connections.Count; i++)
        {
            var (process, seen) = await AskAsync(connections[i], Names[i], ct);
            if (seen.Length > 0 || processes.Contains(process)) throw Shared(settings);
            processes[i] = process;
        }
        for (var round = 0; round < Rounds; round++)
        {
            // One holds its server connection in a transaction while the others ask.
            var holder = round % connections.Count;
            await using var transaction = await connections[holder].BeginTransactionAsync(ct);
            for (var i = connections.Count - 1; i >= 0; i--)
            {
                if (await AskAsync(connections[i], null, ct) != (processes[i], Names[i])) throw Shared(settings);
            }
        }
    }

    /// <summary>What the setting was before, and which process of the server answers.</summary>
    private static async Task<(int Process, string Seen)> AskAsync(NpgsqlConnection connection, string? set, CancellationToken ct)
    {
        await using var ask = new NpgsqlCommand("select pg_backend_pid(), coalesce(current_setting($1, true), '')", connection) { Parameters = { new() { Value = Setting } } };
        (int, string) answer;
        await using (var reader = await ask.ExecuteReaderAsync(ct))
        {
            await reader.ReadAsync(ct);
            answer = (reader.GetInt32(0), reader.GetString(1));
        }
        if (set is null) return answer;
        await using var write = new NpgsqlCommand("select set_config($1, $2, false)", connection) { Parameters = { new() { Value = Setting }, new() { Value = set } } };
        await write.ExecuteNonQueryAsync(ct);
        return answer;
    }

    private static UnsafeConnection Shared(NpgsqlConnectionStringBuilder settings) =>
        new($"Between this process and PostgreSQL, at {settings.Host}:{settings.Port}, is a pooler that shares sessions (transaction mode). {Advice}");
}
