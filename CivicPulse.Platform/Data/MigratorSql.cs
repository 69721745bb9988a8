using CivicPulse.Platform.Tenancy;
using Npgsql;

namespace CivicPulse.Platform.Data;

/// <summary>The SQL of <see cref="Migrator"/>. Names that cannot be parameters come from checked slugs only.</summary>
internal static class MigratorSql
{
    /// <summary>
    /// <c>civicpulse_app</c> is what processes log in as for tenants' records: it owns nothing and inherits nothing, it can only become a
    /// tenant's role. <c>civicpulse_host</c> is a login of its own for accounts, sessions and keys: SQL that escapes from a tenant's role
    /// finds none of them. What runs text as SQL inside a query is taken away, so that a single query cannot change its role and look again.
    /// What all tenants share is granted to <c>civicpulse_tenant</c>, once, so that a new tenant changes no shared catalogue row.
    /// </summary>
    public const string Prepare = """
        do $$ begin
            if not exists (select from pg_roles where rolname = 'civicpulse_app') then create role civicpulse_app login noinherit; end if;
            if not exists (select from pg_roles where rolname = 'civicpulse_host') then create role civicpulse_host; end if;
            if not exists (select from pg_roles where rolname = 'civicpulse_tenant') then create role civicpulse_tenant; end if;
            if not (select rolcanlogin from pg_roles where rolname = 'civicpulse_host') then alter role civicpulse_host login noinherit; end if;
            if pg_has_role('civicpulse_app', 'civicpulse_host', 'member') then revoke civicpulse_host from civicpulse_app; end if;
        end $$;
        do $$ declare runs_text regprocedure; begin
            for runs_text in select oid from pg_proc where pronamespace = 'pg_catalog'::regnamespace
                and (proname ~ '^(query|cursor|table|schema|database)_to_xml' or proname = 'ts_stat' or oid = 'ts_rewrite(tsquery, text)'::regprocedure)
                and has_function_privilege('civicpulse_tenant', oid, 'execute')
            loop
                execute format('revoke execute on function %s from public', runs_text);
            end loop;
        exception when insufficient_privilege then
            raise notice 'This login may not take functions away from PUBLIC.';
        end $$;
        create schema if not exists platform;
        create schema if not exists reference;
        create schema if not exists extensions;
        create schema if not exists audit;
        grant usage on schema reference, extensions to civicpulse_tenant;
        create extension if not exists vector schema extensions;
        create extension if not exists postgis schema extensions;
        create extension if not exists pg_trgm schema extensions;
        revoke all on schema public from public;
        create table if not exists platform.migrations (
            schema text not null, name text not null, checksum text not null, applied_at timestamptz not null, primary key (schema, name));
        """;

    public const string AppLogin = "civicpulse_app";

    /// <summary>The login of a tenant's own connection; its name was checked.</summary>
    public static string PrepareLogin(string login) => $"""
        do $$ begin
            if not exists (select from pg_roles where rolname = '{login}') then create role {login} login noinherit; end if;
        end $$;
        """;

    /// <summary>Everything for a schema that has nothing yet, to be sent at once.</summary>
    public static string WholeTenant(Tenant tenant, string login, IReadOnlyList<Migration> migrations) => string.Join('\n',
        [PrepareTenant(tenant, login), SearchPath(tenant.Schema), .. migrations.Select(m => m.Sql.TrimEnd() + "\n;"), MarkAll(tenant.Schema, migrations), GrantTenant(tenant)]);

    public static string SearchPath(string schema) => $"set local search_path = {schema}, reference, extensions;";

    private static string MarkAll(string schema, IReadOnlyList<Migration> migrations) => migrations.Count == 0 ? "" : $"""
        insert into platform.migrations (schema, name, checksum, applied_at)
        select '{schema}', m.name, m.checksum, now() from (values {string.Join(", ", migrations.Select(m => $"('{m.Name.Replace("'", "''", StringComparison.Ordinal)}', '{m.Checksum}')"))}) m (name, checksum);
        """;

    public const string GrantHost = """
        grant usage on schema platform, extensions to civicpulse_host;
        grant select, insert, update, delete on all tables in schema platform to civicpulse_host;
        revoke insert, update, delete on platform.migrations from civicpulse_host;
        revoke insert, delete on platform.tenants from civicpulse_host;
        grant usage on all sequences in schema platform to civicpulse_host;
        grant select on all tables in schema reference to civicpulse_tenant;
        select audit.install_host();
        """;

    /// <summary>Two who bring the same tenant about take turns.</summary>
    public static string LockTenant(Tenant tenant) => $"select pg_advisory_xact_lock(hashtextextended('civicpulse:tenant:{tenant.Schema}', 0))";

    /// <summary>A login of its own, when the tenant has one, is the only one that may become its role.</summary>
    public static string PrepareTenant(Tenant tenant, string login) => $"""
        do $$ begin
            if not exists (select from pg_roles where rolname = '{tenant.Role}') then create role {tenant.Role} in role civicpulse_tenant; end if;
        end $$;
        grant {tenant.Role} to {login};
        {(login == AppLogin ? "" : $"revoke {tenant.Role} from {AppLogin};")}
        create schema if not exists {tenant.Schema};
        """;

    /// <summary>Rows, never tables: the role cannot change structure, triggers, or a line of the audit.</summary>
    public static string GrantTenant(Tenant tenant) => $"""
        select audit.install('{tenant.Schema}');
        grant usage on schema {tenant.Schema} to {tenant.Role};
        grant select, insert, update, delete on all tables in schema {tenant.Schema} to {tenant.Role};
        grant usage on all sequences in schema {tenant.Schema} to {tenant.Role};
        select audit.protect('{tenant.Schema}', '{tenant.Role}');
        """;

    // The text is ours: constants above, embedded migration files, and names made of checked slugs.
#pragma warning disable CA2100
    public static async Task RunAsync(this NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
#pragma warning restore CA2100

    /// <summary>ALTER ROLE takes no parameters; the server quotes the literal.</summary>
    public static async Task SetPasswordAsync(this NpgsqlConnection connection, string login, string password, CancellationToken ct)
    {
        await using var quote = new NpgsqlCommand("select format('alter role %I password %L', $1::text, $2::text)", connection)
        {
            Parameters = { new() { Value = login }, new() { Value = password } },
        };
        await connection.RunAsync((string)(await quote.ExecuteScalarAsync(ct))!, ct);
    }

    public static async Task<bool> HasAppliedAsync(this NpgsqlConnection connection, string schema, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select exists (select from platform.migrations where schema = $1)", connection) { Parameters = { new() { Value = schema } } };
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    public static async Task<Dictionary<string, string>> AppliedAsync(this NpgsqlConnection connection, string schema, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select name, checksum from platform.migrations where schema = $1", connection) { Parameters = { new() { Value = schema } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var applied = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct)) applied[reader.GetString(0)] = reader.GetString(1);
        return applied;
    }

    public static async Task MarkAppliedAsync(this NpgsqlConnection connection, string schema, Migration migration, DateTimeOffset at, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("insert into platform.migrations (schema, name, checksum, applied_at) values ($1, $2, $3, $4)", connection)
        {
            Parameters = { new() { Value = schema }, new() { Value = migration.Name }, new() { Value = migration.Checksum }, new() { Value = at } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
