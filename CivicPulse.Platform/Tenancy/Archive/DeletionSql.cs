using System.Text.Json;
using Npgsql;

namespace CivicPulse.Platform.Tenancy.Archive;

/// <summary>Takes a tenant away and proves it. Names are made of checked slugs.</summary>
internal static class DeletionSql
{
    /// <summary>What a tombstone says, in one line; the hash of the one before is part of it.</summary>
    private const string Said = """
        concat_ws('|', id, slug, name, extract(epoch from created_at), extract(epoch from deleted_at), deleted_by, tables::text, files, file_bytes, coalesce(archive_sha256, '-'), extract(epoch from verified_at), coalesce(previous_hash, '-'))
        """;

    /// <summary>A second try finds the tombstone of the first.</summary>
    public static Task<int> AddTombstoneAsync(this NpgsqlDataSource owner, TenantRow row, Dictionary<string, long> counts, string by, string? archive, long files, long bytes, DateTimeOffset at, CancellationToken ct) => owner.DoAsync("""
        insert into platform.tenant_tombstones (id, slug, name, created_at, deleted_at, deleted_by, tables, files, file_bytes, archive_sha256)
        values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10) on conflict (id) do nothing
        """, ct, row.Id, row.Slug, row.Name, row.CreatedAt, at, by, JsonSerializer.Serialize(counts), files, bytes, archive);

    // The statements are ours; a schema's and a role's name come from a checked slug.
#pragma warning disable CA2100
    public static async Task DropAsync(this NpgsqlDataSource database, Tenant tenant, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"""
            drop schema if exists {tenant.Schema} cascade;
            delete from platform.migrations where schema = '{tenant.Schema}';
            delete from audit.eras where schema = '{tenant.Schema}';
            do $$ begin
                if exists (select from pg_roles where rolname = '{tenant.Role}') then
                    drop owned by {tenant.Role};
                    begin
                        drop role {tenant.Role};
                    exception when dependent_objects_still_exist then
                        raise notice 'The role serves another database of this server and stays for that.';
                    end;
                end if;
            end $$;
            """);
        await command.ExecuteNonQueryAsync(ct);
    }
#pragma warning restore CA2100

    /// <summary>Sessions and domains go with the row.</summary>
    public static Task<int> ForgetAsync(this NpgsqlDataSource owner, Tenant tenant, CancellationToken ct) =>
        owner.DoAsync("delete from platform.tenants where id = $1", ct, tenant.Id);

    /// <summary>Chained in the order of sealing, one at a time.</summary>
    public static async Task SealTombstoneAsync(this NpgsqlDataSource owner, Guid id, DateTimeOffset at, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ReadAsync("lock table platform.tenant_tombstones in exclusive mode", _ => 0, ct);
        await connection.ReadAsync("""
            update platform.tenant_tombstones set verified_at = $2,
                previous_hash = (select hash from platform.tenant_tombstones where verified_at is not null order by verified_at desc, id desc limit 1) where id = $1
            """, _ => 0, ct, id, at);
        await connection.ReadAsync($"update platform.tenant_tombstones set hash = encode(sha256(convert_to({Said}, 'UTF8')), 'hex') where id = $1", _ => 0, ct, id);
        await transaction.CommitAsync(ct);
    }

    public static Task<List<string>> BrokenTombstonesAsync(this NpgsqlConnection connection, CancellationToken ct) => connection.ReadAsync($"""
        select slug from (
            select slug, verified_at, id, hash is distinct from encode(sha256(convert_to({Said}, 'UTF8')), 'hex')
                or previous_hash is distinct from lag(hash) over (order by verified_at, id) as is_broken
            from platform.tenant_tombstones where verified_at is not null) t
        where is_broken order by verified_at, id
        """, r => r.GetString(0), ct);

    /// <summary>Every row of the installation that could name the tenant: tables with a <c>tenant_id</c> or a <c>schema</c> column, whoever added them.</summary>
    public static async Task<List<string>> LeftAsync(this NpgsqlConnection connection, Tenant tenant, CancellationToken ct)
    {
        var left = await connection.ReadAsync("""
            select 'schema' from pg_namespace where nspname = $1
            union all select 'role' from pg_roles r where rolname = $2 and exists (
                select from pg_shdepend d where d.refclassid = 'pg_authid'::regclass and d.refobjid = r.oid and d.dbid = (select oid from pg_database where datname = current_database()))
            union all select 'tenants' from platform.tenants where id = $3 or slug = $4
            """, r => r.GetString(0), ct, tenant.Schema, tenant.Role, tenant.Id, tenant.Slug);
        var looks = await connection.ReadAsync("""
            select format('select %L from %I.%I where %I::text = %L limit 1', table_schema || '.' || table_name, table_schema, table_name, column_name,
                case column_name when 'tenant_id' then $1 else $2 end)
            from information_schema.columns join information_schema.tables using (table_schema, table_name)
            where table_schema in ('platform', 'audit') and table_type = 'BASE TABLE' and column_name in ('tenant_id', 'schema')
            """, r => r.GetString(0), ct, tenant.Id.ToString(), tenant.Schema);
        foreach (var look in looks) left.AddRange(await connection.ReadAsync(look, r => r.GetString(0), ct));
        return left;
    }
}
