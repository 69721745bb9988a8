using System.Diagnostics;
using CivicPulse.Platform.Access;
using Npgsql;

namespace CivicPulse.Platform.Tenancy;

/// <summary>What a connection needs to be let in: whose rows, and who is asking.</summary>
internal sealed record TenantPass(string Role, string SearchPath, ActorKind ActorKind, Guid? ActorId)
{
    public static TenantPass For(Tenant tenant, CurrentAccount actor) =>
        new(tenant.Role, $"{tenant.Schema}, reference, extensions", actor.Kind, actor.Id);

    /// <summary>The installation's own tables: tenants, accounts, sessions. No tenant role can read them.</summary>
    public static readonly TenantPass Host = new("civicpulse_host", "platform, extensions", ActorKind.System, null);
}

/// <summary>
/// Lets a connection in as exactly one tenant: role, search path, actor and trace. It is never a round trip of its own: the
/// statement travels before the first query, in the same message and the same transaction, and PostgreSQL runs it before it
/// looks at the names in that query. With that transaction the admission ends, so there is nothing to take back before the next
/// tenant gets the connection. The login role itself owns nothing and inherits nothing: what skipped the gate sees nothing.
/// </summary>
internal static class TenantGate
{
    /// <summary>
    /// Without values in its text, so that it is the same prepared statement for everybody. A session of PostgreSQL keeps what its login
    /// may become, and keeps it too long when a tenant is made in the moment it looks: asking for another member makes it look again.
    /// </summary>
    private const string Positional = """
        select set_config('role', case when pg_has_role(session_user, $1::name, 'member') then $1
                                       when pg_has_role('civicpulse_tenant', 'civicpulse_host', 'member') then $1 else $1 end, true), set_config('search_path', $2, true),
               set_config('app.actor_kind', $3, true), set_config('app.actor_id', $4, true), set_config('app.trace_id', $5, true)
        """;

    /// <summary>The same for a text whose parameters have names; PostgreSQL gets it with numbers too.</summary>
    private const string Named = """
        select set_config('role', case when pg_has_role(session_user, @gate_role::name, 'member') then @gate_role
                                       when pg_has_role('civicpulse_tenant', 'civicpulse_host', 'member') then @gate_role else @gate_role end, true), set_config('search_path', @gate_path, true),
               set_config('app.actor_kind', @gate_kind, true), set_config('app.actor_id', @gate_actor, true), set_config('app.trace_id', @gate_trace, true);

        """;

    /// <summary>For the whole session, where no query is known yet or several follow: only on connections that are reset when they are given back.</summary>
    private static readonly string Session = Positional.Replace("true", "false", StringComparison.Ordinal);

    /// <summary>Lets a connection of <see cref="TenantSources.Of"/> in until it is given back, in a round trip of its own.</summary>
    internal static async Task AdmitAsync(NpgsqlConnection connection, TenantPass pass, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Admission(pass, Session) } };
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>The first command of a batch, which is one transaction.</summary>
    internal static NpgsqlBatchCommand Admission(TenantPass pass) => Admission(pass, Positional);

    private static NpgsqlBatchCommand Admission(TenantPass pass, string text)
    {
#pragma warning disable CA2100, S2077 // One of two constants.
        var command = new NpgsqlBatchCommand(text);
#pragma warning restore CA2100, S2077
        foreach (var (_, value) in Settings(pass)) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        return command;
    }

    /// <summary>Puts the admission before the command's own text; its one row is the first result.</summary>
    internal static void Precede(NpgsqlCommand command, TenantPass pass)
    {
#pragma warning disable CA2100, S2077 // A constant before a text that was checked where it was made.
        command.CommandText = AdmittedText.Take(command, Named);
#pragma warning restore CA2100, S2077
        foreach (var (name, value) in Settings(pass)) command.Parameters.Add(new NpgsqlParameter<string>(name, value));
    }

    private static ReadOnlySpan<(string Name, string Value)> Settings(TenantPass pass) => new[]
    {
        ("gate_role", pass.Role),
        ("gate_path", pass.SearchPath),
        ("gate_kind", Word(pass.ActorKind)),
        ("gate_actor", pass.ActorId?.ToString() ?? ""),
        ("gate_trace", Activity.Current?.TraceId.ToHexString() ?? ""),
    };

    private static string Word(ActorKind kind) => kind switch
    {
        ActorKind.Anonymous => "anonymous",
        ActorKind.Account => "account",
        ActorKind.System => "system",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
