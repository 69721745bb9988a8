using System.Globalization;
using System.Text;
using System.Text.Json;
using CivicPulse.Platform.Http;
using NetTopologySuite.Geometries;

namespace CivicPulse.Modules.Gis.Model;

/// <summary>GeoJSON geometries of areas: polygons, many of them, and collections of such.</summary>
internal static class ShapeJson
{
    private const int Deepest = 16;

    public static MultiPolygon Read(string json, GeometryFactory factory, int mostPoints)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = Deepest });
            var (polygons, left) = (new List<Polygon>(), mostPoints);
            Add(parsed.RootElement, polygons, factory, ref left);
            return factory.CreateMultiPolygon([.. polygons]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or FormatException)
        {
            throw new BadInput("gis.bad_shape", "The shape is a GeoJSON geometry: {\"type\":\"Polygon\",\"coordinates\":[[[longitude,latitude],...]]}.");
        }
    }

    public static string Write(MultiPolygon shape)
    {
        var text = new StringBuilder("{\"type\":\"MultiPolygon\",\"coordinates\":[");
        for (var i = 0; i < shape.NumGeometries; i++)
        {
            var polygon = (Polygon)shape.GetGeometryN(i);
            Ring(text.Append(i > 0 ? ",[" : "["), polygon.ExteriorRing);
            foreach (var hole in polygon.InteriorRings) Ring(text.Append(','), hole);
            text.Append(']');
        }
        return text.Append("]}").ToString();
    }

    private static void Add(JsonElement shape, List<Polygon> polygons, GeometryFactory factory, ref int left)
    {
        switch (shape.GetProperty("type").GetString())
        {
            case "Polygon":
                if (Polygon(shape.GetProperty("coordinates"), factory, ref left) is { } one) polygons.Add(one);
                break;
            case "MultiPolygon":
                foreach (var part in shape.GetProperty("coordinates").EnumerateArray())
                    if (Polygon(part, factory, ref left) is { } each) polygons.Add(each);
                break;
            case "GeometryCollection":
                foreach (var part in shape.GetProperty("geometries").EnumerateArray()) Add(part, polygons, factory, ref left);
                break;
            default:
                throw new BadInput("gis.not_an_area", "A boundary is an area: a polygon or several, no points or lines.");
        }
    }

    private static Polygon? Polygon(JsonElement rings, GeometryFactory factory, ref int left)
    {
        LinearRing? shell = null;
        var holes = new List<LinearRing>();
        foreach (var ring in rings.EnumerateArray())
        {
            var line = Line(ring, factory, ref left);
            if (shell is null) shell = line ?? factory.CreateLinearRing();
            else if (line is not null) holes.Add(line);
        }
        return shell is null or { IsEmpty: true } ? null : factory.CreatePolygon(shell, [.. holes]);
    }

    /// <summary>On the grid, without points that fall together; closed where it was not. Null when that leaves no ring.</summary>
    private static LinearRing? Line(JsonElement ring, GeometryFactory factory, ref int left)
    {
        left -= ring.GetArrayLength();
        if (left < 0) throw new BadInput("gis.too_many_points", "The shape has more than 500000 points. Simplify it.");
        var line = new List<Coordinate>(ring.GetArrayLength() + 1);
        foreach (var place in ring.EnumerateArray())
        {
            var at = new Coordinate(factory.PrecisionModel.MakePrecise(place[0].GetDouble()), factory.PrecisionModel.MakePrecise(place[1].GetDouble()));
            if (!at.IsValid) throw new FormatException();
            if (line.Count == 0 || !line[^1].Equals2D(at)) line.Add(at);
        }
        if (line.Count > 0 && !line[0].Equals2D(line[^1])) line.Add(line[0].Copy());
        return line.Count < 4 ? null : factory.CreateLinearRing([.. line]);
    }

    /// <summary>In the other order than it is kept: GeoJSON wants outer rings counter-clockwise.</summary>
    private static void Ring(StringBuilder text, LineString ring)
    {
        text.Append('[');
        var line = ring.CoordinateSequence;
        for (var i = line.Count - 1; i >= 0; i--)
            text.Append(CultureInfo.InvariantCulture, $"{(i < line.Count - 1 ? "," : "")}[{line.GetX(i)},{line.GetY(i)}]");
        text.Append(']');
    }
}
