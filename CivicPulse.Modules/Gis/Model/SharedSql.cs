using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;
using Npgsql;

namespace CivicPulse.Modules.Gis.Model;

/// <summary>
/// A tenant's set becomes one that all tenants share, as the database's owner, set by set and not row by row. It says the same
/// however often it runs: ids come from names, and what is as it was is left alone.
/// </summary>
internal static class SharedSql
{
    private const string Set = """
        insert into reference.shared_boundary_sets as t (id, slug, name, classification, source_url, licence, authority, valid_from, valid_to, simplification, is_public, revision, west, south, east, north, created_at, changed_at)
        select reference.id_of('boundary-set:' || slug), slug, name, classification, source_url, licence, authority, valid_from, valid_to, simplification, true, 1, west, south, east, north, now(), now()
        from boundary_sets where slug = $1
        on conflict (id) do update set name = excluded.name, classification = excluded.classification, source_url = excluded.source_url, licence = excluded.licence, authority = excluded.authority,
            valid_from = excluded.valid_from, valid_to = excluded.valid_to, simplification = excluded.simplification, west = excluded.west, south = excluded.south, east = excluded.east, north = excluded.north,
            changed_at = excluded.changed_at
        where (t.name, t.classification, t.source_url, t.licence, t.authority, t.valid_from, t.valid_to, t.simplification, t.west, t.south, t.east, t.north) is distinct from
            (excluded.name, excluded.classification, excluded.source_url, excluded.licence, excluded.authority, excluded.valid_from, excluded.valid_to, excluded.simplification, excluded.west, excluded.south, excluded.east, excluded.north)
        """;

    private const string Boundaries = """
        with mine as (
            select reference.id_of('boundary:' || s.slug || '/' || b.identifier) as id, reference.id_of('boundary-set:' || s.slug) as set_id, b.identifier, b.name, b.division_id,
                b.valid_from, b.valid_to, b.sources, b.properties, b.shape_version from boundaries b join boundary_sets s on s.id = b.set_id where s.slug = $1),
        gone as (delete from reference.shared_boundaries t where t.set_id = reference.id_of('boundary-set:' || $1) and t.id not in (select id from mine) returning 1),
        put as (
            insert into reference.shared_boundaries as t (id, set_id, identifier, name, division_id, valid_from, valid_to, sources, properties, shape_version, created_at, changed_at)
            select id, set_id, identifier, name, division_id, valid_from, valid_to, sources, properties, shape_version, now(), now() from mine
            on conflict (id) do update set name = excluded.name, division_id = excluded.division_id, valid_from = excluded.valid_from, valid_to = excluded.valid_to, sources = excluded.sources,
                properties = excluded.properties, shape_version = excluded.shape_version, changed_at = excluded.changed_at
            where (t.name, t.division_id, t.valid_from, t.valid_to, t.sources, t.properties, t.shape_version) is distinct from
                (excluded.name, excluded.division_id, excluded.valid_from, excluded.valid_to, excluded.sources, excluded.properties, excluded.shape_version)
            returning xmax = 0 as created)
        select (select count(*) from mine)::int, (select count(*) from put where created)::int, (select count(*) from put where not created)::int, (select count(*) from gone)::int
        """;

    private const string Shapes = """
        insert into reference.shared_boundary_shapes as t (boundary_id, geometry)
        select reference.id_of('boundary:' || s.slug || '/' || b.identifier), g.geometry from boundaries b join boundary_sets s on s.id = b.set_id join boundary_shapes g on g.boundary_id = b.id where s.slug = $1
        on conflict (boundary_id) do update set geometry = excluded.geometry where t.hash <> excluded.hash
        """;

    private const string Redrawn = "update reference.shared_boundary_sets set revision = revision + 1, changed_at = now() where slug = $1";

    /// <summary>1 the slug, 2 division ids of states and the country, 3 their names. Above a county stands its state, above that the country.</summary>
    private const string Divisions = """
        with known as (
            select u.ocd_id, u.name from unnest($2::text[], $3::text[]) u (ocd_id, name)
            where exists (select from reference.shared_boundaries b join reference.shared_boundary_sets s on s.id = b.set_id where s.slug = $1 and (b.division_id = u.ocd_id or b.division_id like u.ocd_id || '/%'))
            union
            select distinct on (b.division_id) b.division_id, b.name || case when b.name ~* '(county|parish)$' then '' when b.division_id like '%/county:%' then ' County' when b.division_id like '%/parish:%' then ' Parish' else '' end
            from reference.shared_boundaries b join reference.shared_boundary_sets s on s.id = b.set_id
            where s.slug = $1 and b.division_id is not null and b.division_id <> all ($2)),
        put as (
            insert into reference.divisions as t (id, ocd_id, name, country, parent_id, created_at, changed_at)
            select reference.id_of(k.ocd_id), k.ocd_id, k.name, substring(k.ocd_id from 'country:([a-z]{2})'), p.id, now(), now()
            from known k left join lateral (
                select reference.id_of(u.ocd_id) as id from known u where u.ocd_id = regexp_replace(k.ocd_id, '/[^/]+$', '')
                union select d.id from reference.divisions d where d.ocd_id = regexp_replace(k.ocd_id, '/[^/]+$', '')) p on true
            on conflict (ocd_id) do update set name = excluded.name, parent_id = excluded.parent_id, changed_at = excluded.changed_at where (t.name, t.parent_id) is distinct from (excluded.name, excluded.parent_id))
        select count(*)::int from known
        """;

    private const string Jurisdictions = """
        with known as (
            select distinct d.id, d.name, 'ocd-jurisdiction' || substr(d.ocd_id, length('ocd-division') + 1) || '/government' as ocd_id
            from reference.divisions d join reference.shared_boundaries b on b.division_id = d.ocd_id join reference.shared_boundary_sets s on s.id = b.set_id
            where s.slug = $1 and d.ocd_id ~ '/(state|county|parish|place|district):[^/]+$'),
        put as (
            insert into reference.jurisdictions as t (id, ocd_id, name, classification, division_id, created_at, changed_at)
            select reference.id_of(ocd_id), ocd_id, name, 'government', id, now(), now() from known
            on conflict (ocd_id) do update set name = excluded.name, changed_at = excluded.changed_at where t.name <> excluded.name)
        select count(*)::int from known
        """;

    private const string Sum = """
        select encode(sha256(convert_to(coalesce(string_agg(b.identifier || ' ' || g.hash, E'\n' order by b.identifier collate "C"), ''), 'UTF8')), 'hex')
        from reference.shared_boundaries b join reference.shared_boundary_shapes g on g.boundary_id = b.id join reference.shared_boundary_sets s on s.id = b.set_id where s.slug = $1
        """;

    private const string Note = "select platform.audit_note($1, 'shared_boundary_sets', reference.id_of('boundary-set:' || $2), jsonb_build_object('slug', $2, 'boundaries', $3, 'checksum', $4, 'from', $5))";

    private const string Listed = """
        select s.slug, s.classification, (select count(*) from reference.shared_boundaries b where b.set_id = s.id)::int, s.revision, s.name from reference.shared_boundary_sets s order by s.slug
        """;

    private const string TakeTurns = "select pg_advisory_xact_lock(hashtextextended('civicpulse:shared', 0))::text";

    private const string Counted = """
        select count(b.id)::int from reference.shared_boundary_sets s left join reference.shared_boundaries b on b.set_id = s.id where s.slug = $1 group by s.id
        """;

    /// <returns>Null when the tenant has no such set.</returns>
    public static Task<SharedOutcome?> ShareAsync(this NpgsqlDataSource owner, Tenant tenant, string slug, CancellationToken ct) => owner.AsOwnerAsync(tenant, async connection =>
    {
        await connection.ReadAsync(TakeTurns, _ => 0, ct);
        if ((await connection.ReadAsync("select 1 from boundary_sets where slug = $1", _ => 1, ct, slug)).Count == 0) return null;
        var changed = await connection.ChangeAsync(Set, ct, slug);
        var (all, created, updated, removed) = (await connection.ReadAsync(Boundaries, r => (r.GetInt32(0), r.GetInt32(1), r.GetInt32(2), r.GetInt32(3)), ct, slug))[0];
        changed += await connection.ChangeAsync(Shapes, ct, slug) + created + updated + removed;
        if (changed > 0) await connection.ChangeAsync(Redrawn, ct, slug);
        string[] states = [UsPlaces.Country, .. UsPlaces.States.Select(s => UsPlaces.StateOf(s.Fips))], names = ["United States", .. UsPlaces.States.Select(s => s.Name)];
        var divisions = (await connection.ReadAsync(Divisions, r => r.GetInt32(0), ct, slug, states, names))[0];
        var jurisdictions = (await connection.ReadAsync(Jurisdictions, r => r.GetInt32(0), ct, slug))[0];
        var sum = (await connection.ReadAsync(Sum, r => r.GetString(0), ct, slug))[0];
        if (changed > 0) await connection.ReadAsync(Note, _ => 0, ct, "gis.shared", slug, all, sum, tenant.Slug);
        return new SharedOutcome(all, created, updated, all - created - updated, removed, divisions, jurisdictions, sum);
    }, ct);

    /// <returns>How many boundaries are gone; null when there is no such set. Divisions stay: others name them.</returns>
    public static Task<int?> WithdrawAsync(this NpgsqlDataSource owner, string slug, CancellationToken ct) => owner.AsOwnerAsync<int?>(null, async connection =>
    {
        if (await connection.ReadAsync(Counted, r => r.GetInt32(0), ct, slug) is not [var gone]) return null;
        await connection.ChangeAsync("delete from reference.shared_boundary_sets where slug = $1", ct, slug);
        await connection.ReadAsync(Note, _ => 0, ct, "gis.withdrawn", slug, gone, "", "");
        return gone;
    }, ct);

    public static Task<List<SharedSet>> ListSharedAsync(this NpgsqlDataSource owner, CancellationToken ct) => owner.AsOwnerAsync(null, connection =>
        connection.ReadAsync(Listed, r => new SharedSet(r.GetString(0), r.GetString(1), r.GetInt32(2), r.GetInt64(3), r.GetString(4)), ct), ct);

    // The texts are the constants above.
#pragma warning disable CA2100
    private static async Task<List<T>> ReadAsync<T>(this NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> row, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await reader.ReadAsync(ct)) rows.Add(row(reader));
        return rows;
    }

    private static async Task<int> ChangeAsync(this NpgsqlConnection connection, string sql, CancellationToken ct, string slug)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = slug } } };
        return await command.ExecuteNonQueryAsync(ct);
    }
#pragma warning restore CA2100
}

internal sealed record SharedOutcome(int Boundaries, int Created, int Updated, int Unchanged, int Removed, int Divisions, int Jurisdictions, string Checksum);

internal sealed record SharedSet(string Slug, string Classification, int Boundaries, long Revision, string Name);
