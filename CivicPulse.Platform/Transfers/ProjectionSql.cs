using CivicPulse.Platform.Data;
using CivicPulse.Platform.Transfers.Tables;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Transfers;

/// <summary>Coordinate systems by their EPSG number: PostGIS knows them all.</summary>
internal static class ProjectionSql
{
    private const int Degrees = 4326;

    /// <exception cref="Http.BadInput">422: there is no such system.</exception>
    public static async Task<TableDialect> WithProjectionAsync(this TenantDb db, TableDialect dialect, CancellationToken ct)
    {
        if (dialect.Epsg is null or Degrees) return dialect;
        var found = await db.Database.SqlQuery<string>($"""select srtext as "Value" from spatial_ref_sys where auth_name = 'EPSG' and auth_srid = {dialect.Epsg}""").ToListAsync(ct);
        return found.Count == 1 ? dialect with { Projection = found[0] } : throw Reprojection.Unknown($"there is no EPSG:{dialect.Epsg}");
    }
}
