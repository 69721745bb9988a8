using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Http;
using ProjNet.CoordinateSystems;
using ProjNet.CoordinateSystems.Transformations;

namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>From the coordinate system that a file is in, told as WKT, to degrees east and north (WGS 84).</summary>
internal sealed class Reprojection
{
    private const int LongestText = 20_000;
    private readonly MathTransform _transform;

    private Reprojection(MathTransform transform) => _transform = transform;

    /// <returns>Null when the file is in degrees already: what its datum differs by is a metre or two.</returns>
    /// <exception cref="BadInput">422: the system is not understood.</exception>
    public static Reprojection? Of(string wkt)
    {
        if (wkt.Length > LongestText) throw Unknown("its description is too long");
        try
        {
            var system = new CoordinateSystemFactory().CreateFromWkt(wkt.Trim('\uFEFF', '\0', ' ', '\r', '\n'));
            if (system is GeographicCoordinateSystem { PrimeMeridian.Longitude: 0 } degrees && Math.Abs(degrees.AngularUnit.RadiansPerUnit - (Math.PI / 180)) < 1e-9) return null;
            var way = new CoordinateTransformationFactory().CreateFromCoordinateSystems(system, GeographicCoordinateSystem.WGS84);
            return new Reprojection(way.MathTransform);
        }
        // What the library throws at nonsense is anything at all.
        catch (Exception e) when (e is not (BadInput or OutOfMemoryException))
        {
            throw Unknown("it is none that is known here");
        }
    }

    public void Apply(double[] ring)
    {
        for (var i = 0; i < ring.Length; i += 2) (ring[i], ring[i + 1]) = _transform.Transform(ring[i], ring[i + 1]);
    }

    public static BadInput Unknown(string why) => new(
        "transfer.unknown_projection", $"The file's coordinate system cannot be used: {why}. Save the file in degrees (WGS 84, EPSG:4326) and send that.",
        StatusCodes.Status422UnprocessableEntity);
}
