namespace CivicPulse.Modules.Gis.Model;

/// <summary>
/// Places and the boundaries around them, by position: 1 latitudes, 2 longitudes, 3 the day, 4 slugs of sets or null, 5 whether only public
/// sets count, 6 accuracies. Lookups go through pieces of at most 64 points, so none looks at the whole of a long line.
/// </summary>
internal static class DistrictSql
{
    private const string Sets = """
        sets as materialized (
            select s.id, s.slug, s.classification, coalesce(s.simplification, 0) as blur from known_boundary_sets s
            where not s.hidden and ($4::text[] is null or s.slug = any ($4)) and (not $5 or s.is_public)
              and (s.valid_from is null or s.valid_from <= $3) and (s.valid_to is null or s.valid_to >= $3))
        """;

    private const string Valid = "(b.valid_from is null or b.valid_from <= $3) and (b.valid_to is null or b.valid_to >= $3)";

    private const string Shown = "b.id, b.set_id, s.slug, s.classification, b.identifier, b.name, b.division_id";

    /// <summary>Of a circle that lies across a line, what share is on which side. The circle is as wide as the place or the source is inexact.</summary>
    public const string Find = $"""
        with {Sets},
        asked as (select p.n, p.accuracy, st_setsrid(st_makepoint(p.lon, p.lat), 4326) as place
            from unnest($1::float8[], $2::float8[], $6::float8[]) with ordinality p (lat, lon, accuracy, n)),
        radii as (select distinct a.n, a.accuracy, a.place, greatest(a.accuracy, s.blur) as radius from asked a cross join sets s),
        circles as materialized (select r.*, case when r.radius > 0 then st_buffer(r.place::geography, r.radius, 16)::geometry else r.place end as circle from radii r),
        hits as (
            select c.n, k.boundary_id, bool_or(st_intersects(k.piece, c.place)) as contains,
                   case when c.radius > 0 then round(least(1, sum(st_area(st_intersection(k.piece, c.circle))) / max(st_area(c.circle)))::numeric, 3) else 1 end as share
            from circles c join known_boundary_pieces k on st_intersects(k.piece, c.circle) join sets s on s.id = k.set_id and greatest(c.accuracy, s.blur) = c.radius
            group by c.n, k.boundary_id, c.radius)
        select h.n::int, {Shown}, h.share::float8, h.contains
        from hits h join known_boundaries b on b.id = h.boundary_id join sets s on s.id = b.set_id
        where {Valid} and (h.contains or h.share >= 0.01) order by h.n, h.share desc, s.slug, b.identifier
        """;

    /// <summary>Everything that can be an answer, once for a million places.</summary>
    public const string Known = $"""
        with {Sets} select 0, {Shown}, 1::float8, true from known_boundaries b join sets s on s.id = b.set_id
        where {Valid} and $1::float8[] is null and $2::float8[] is null order by s.slug, b.identifier
        """;

    /// <summary>1 latitudes, 2 longitudes, 3 ids of sets.</summary>
    public const string Contain = """
        select p.n::int, k.boundary_id
        from unnest($1::float8[], $2::float8[]) with ordinality p (lat, lon, n)
        join known_boundary_pieces k on st_intersects(k.piece, st_setsrid(st_makepoint(p.lon, p.lat), 4326))
        where k.set_id = any ($3)
        """;

    /// <summary>1 possible names in lower case, 2 the beginning of the division id or null, 3 whether only public sets count. The smallest first, with whether all of them are about the same place.</summary>
    public const string Named = """
        with named as (
            select b.name, g.geometry, st_area(g.geometry::geography) as area, st_pointonsurface(g.geometry) as middle
            from known_boundaries b join known_boundary_shapes g on g.boundary_id = b.id join known_boundary_sets s on s.id = b.set_id
            where not b.hidden and not s.hidden and (not $3 or s.is_public) and lower(b.name) = any ($1) and ($2::text is null or b.division_id like $2 || '%') order by area limit 50),
        first as (select * from named limit 1)
        select f.name, st_y(f.middle), st_x(f.middle), sqrt(f.area / pi()), (select bool_and(st_intersects(n.geometry, f.middle)) from named n) from first f
        """;
}
