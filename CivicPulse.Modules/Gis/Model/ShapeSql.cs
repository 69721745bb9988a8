using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;

namespace CivicPulse.Modules.Gis.Model;

/// <summary>Shapes as maps need them.</summary>
internal static class ShapeSql
{
    /// <summary>1 the set, 2 zoom, 3 column, 4 row. Nothing finer than half a pixel is drawn, and nothing beyond where the projection ends.</summary>
    public const string Tile = """
        with tile as (select st_tileenvelope($2, $3, $4) as box),
        drawn as (
            select b.id::text as id, b.name, b.identifier, b.division_id,
                   st_asmvtgeom(st_simplify(st_transform(case when st_ymax(g.geometry) > 85.05 or st_ymin(g.geometry) < -85.05
                       then st_clipbybox2d(g.geometry, st_makeenvelope(-180, -85.05, 180, 85.05, 4326)) else g.geometry end, 3857),
                       (st_xmax(tile.box) - st_xmin(tile.box)) / 2048, true), tile.box, 4096, 64, true) as shape
            from tile, known_boundaries b join known_boundary_shapes g on g.boundary_id = b.id
            where b.set_id = $1 and g.geometry && st_transform(st_expand(tile.box, (st_xmax(tile.box) - st_xmin(tile.box)) / 64), 4326))
        select st_asmvt(drawn, 'boundaries', 4096, 'shape') from drawn where shape is not null
        """;

    /// <summary>1 the set or null, 2 the boundary or null, 3 how far in degrees the line may be off, 4 decimals.</summary>
    public const string Features = """
        select json_build_object('type', 'Feature', 'id', b.id, 'properties', json_build_object('name', b.name, 'identifier', b.identifier, 'division_id', b.division_id),
            'geometry', st_asgeojson(case when $3 > 0 then st_simplifypreservetopology(g.geometry, $3) else g.geometry end, $4)::json)::text
        from known_boundaries b join known_boundary_shapes g on g.boundary_id = b.id
        where ($1::uuid is null or b.set_id = $1) and ($2::uuid is null or b.id = $2) order by b.name, b.id
        """;

    /// <summary>How many boundaries a set has, and the box around them.</summary>
    public static async Task<(int Count, Envelope? Extent)> ExtentAsync(this TenantDb db, Guid set, CancellationToken ct)
    {
        var found = (await db.Database.SqlQuery<Found>($"""
            select count(*)::int as boundaries, st_extent(s.geometry)::geometry as extent from boundaries b join boundary_shapes s on s.boundary_id = b.id where b.set_id = {set}
            """).ToListAsync(ct))[0];
        return (found.Boundaries, found.Extent?.EnvelopeInternal);
    }

    internal sealed record Found(int Boundaries, Geometry? Extent);
}
