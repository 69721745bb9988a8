using Npgsql;

namespace CivicPulse.Platform.Tenancy;

/// <summary>The registry of tenants as its owner writes it; those who serve only read it.</summary>
internal static class TenantsSql
{
    /// <summary>A new row, or the one that is there with the new name.</summary>
    public static async Task<(Tenant Tenant, TenantState State)> EnrolAsync(this NpgsqlDataSource owner, Tenant tenant, DateTimeOffset at, CancellationToken ct)
    {
        await using var command = owner.Ask("""
            insert into platform.tenants (id, slug, name, created_at, state, database) values ($1, $2, $3, $4, 'provisioning', $5)
            on conflict (slug) do update set name = excluded.name returning id, state, database, time_zone
            """, tenant.Id, tenant.Slug, tenant.Name, at, tenant.Database);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (tenant with { Id = reader.GetGuid(0), Database = reader.IsDBNull(2) ? null : reader.GetString(2), TimeZone = reader.GetString(3) },
            Enum.Parse<TenantState>(reader.GetString(1), ignoreCase: true));
    }

    public static Task<int> MarkMigratedAsync(this NpgsqlDataSource owner, Guid tenant, int version, string release, DateTimeOffset at, CancellationToken ct) => owner.DoAsync("""
        update platform.tenants set state = case state when 'provisioning' then 'active' else state end,
            schema_version = greatest(schema_version, $2), release = $3, migrated_at = $4, last_error = null, last_error_at = null where id = $1
        """, ct, tenant, version, release, at);

    public static Task<int> MarkFailedAsync(this NpgsqlDataSource owner, Guid tenant, string error, DateTimeOffset at, CancellationToken ct) =>
        owner.DoAsync("update platform.tenants set last_error = $2, last_error_at = $3 where id = $1", ct, tenant, error, at);

    public static Task<int> SuspendAsync(this NpgsqlDataSource owner, string slug, DateTimeOffset at, CancellationToken ct) =>
        owner.DoAsync("update platform.tenants set state = 'suspended', suspended_at = $2 where slug = $1 and state = 'active'", ct, slug, at);

    public static Task<int> ResumeAsync(this NpgsqlDataSource owner, string slug, CancellationToken ct) =>
        owner.DoAsync("update platform.tenants set state = 'active', suspended_at = null where slug = $1 and state = 'suspended'", ct, slug);

    public static Task<int> BeginDeletingAsync(this NpgsqlDataSource owner, Guid tenant, CancellationToken ct) =>
        owner.DoAsync("update platform.tenants set state = 'deleting' where id = $1", ct, tenant);

    public static Task<int> RenameAsync(this NpgsqlDataSource owner, string slug, string name, CancellationToken ct) =>
        owner.DoAsync("update platform.tenants set name = $2 where slug = $1", ct, slug, name);

    /// <summary>Schema and role bear the slug, so they change with it: all of it or nothing, as one message.</summary>
    public static Task<int> MoveSchemaAsync(this NpgsqlDataSource database, Tenant from, Tenant to, CancellationToken ct) => database.DoAsync(Move(from, to), ct);

    public static Task<int> ChangeSlugAsync(this NpgsqlDataSource owner, string slug, string to, CancellationToken ct) =>
        owner.DoAsync("update platform.tenants set slug = $2 where slug = $1", ct, slug, to);

    public static Task<int> AddDomainAsync(this NpgsqlDataSource owner, Guid tenant, string domain, DateTimeOffset at, CancellationToken ct) =>
        owner.DoAsync("insert into platform.tenant_domains (domain, tenant_id, added_at) values ($2, $1, $3)", ct, tenant, domain, at);

    public static Task<int> RemoveDomainAsync(this NpgsqlDataSource owner, Guid tenant, string domain, CancellationToken ct) =>
        owner.DoAsync("delete from platform.tenant_domains where tenant_id = $1 and domain = $2", ct, tenant, domain);

    /// <summary>What a restored tenant brings along beside its name.</summary>
    public static Task<int> SetDetailsAsync(this NpgsqlDataSource owner, Guid tenant, string locale, string timeZone, string? color, string terminology, CancellationToken ct) =>
        owner.DoAsync("update platform.tenants set locale = $2, time_zone = $3, theme_color = $4, terminology = $5::jsonb where id = $1", ct, tenant, locale, timeZone, color, terminology);

    // Statements here are constants, and names made of checked slugs; values are parameters.
#pragma warning disable CA2100
    internal static NpgsqlCommand Ask(this NpgsqlDataSource owner, string sql, params object?[] values)
    {
        var command = owner.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }

    internal static async Task<int> DoAsync(this NpgsqlDataSource owner, string sql, CancellationToken ct, params object?[] values)
    {
        await using var command = owner.Ask(sql, values);
        return await command.ExecuteNonQueryAsync(ct);
    }
#pragma warning restore CA2100

    private static string Move(Tenant from, Tenant to) => $"""
        alter schema {from.Schema} rename to {to.Schema};
        alter role {from.Role} rename to {to.Role};
        update platform.migrations set schema = '{to.Schema}' where schema = '{from.Schema}';
        update audit.eras set schema = '{to.Schema}' where schema = '{from.Schema}';
        """;
}
