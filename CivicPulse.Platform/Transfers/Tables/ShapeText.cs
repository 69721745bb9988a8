using System.Globalization;
using System.Text;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>Polygons on their way to a cell: each is a list of rings, the outer one first; a ring is x, y, x, y.</summary>
internal static class ShapeText
{
    /// <summary>A tenth of a millimetre: finer than any survey.</summary>
    private const int Decimals = 9;

    public static string Write(IReadOnlyList<List<double[]>> polygons)
    {
        var text = new StringBuilder("{\"type\":\"MultiPolygon\",\"coordinates\":[");
        foreach (var (i, polygon) in polygons.Index())
        {
            text.Append(i > 0 ? ",[" : "[");
            foreach (var (j, ring) in polygon.Index()) Ring(text.Append(j > 0 ? "," : ""), ring);
            text.Append(']');
        }
        return text.Append("]}").ToString();
    }

    /// <summary>Rings of a shapefile: what turns right is the outside of a polygon, what turns left a hole in the smallest one around it.</summary>
    public static List<List<double[]>> Polygons(IReadOnlyList<double[]> rings)
    {
        var measured = rings.Where(r => r.Length >= 6).Select(r => (Ring: r, Area: Area(r), Box: Box.Of(r))).ToList();
        // A program that did not care which way they turn, or did it the other way round.
        var outside = measured.Exists(r => r.Area < 0) ? -1 : 1;
        var polygons = measured.Where(r => Math.Sign(r.Area) == outside).OrderBy(r => Math.Abs(r.Area)).Select(r => (r.Box, Rings: new List<double[]> { r.Ring })).ToList();
        foreach (var hole in measured.Where(r => Math.Sign(r.Area) == -outside))
        {
            var (_, around) = polygons.Find(p => p.Box.Holds(hole.Box) && Holds(p.Rings[0], hole.Ring));
            if (around is not null) around.Add(hole.Ring);
            else polygons.Add((hole.Box, [hole.Ring]));
        }
        return [.. polygons.Select(p => p.Rings)];
    }

    private static void Ring(StringBuilder text, double[] ring)
    {
        if (text.Length > TableLimits.Row) throw new BadInput("transfer.row_too_long", $"A shape is longer than {TableLimits.Row} characters.");
        text.Append('[');
        for (var i = 0; i < ring.Length; i += 2)
            text.Append(CultureInfo.InvariantCulture, $"{(i > 0 ? "," : "")}[{Math.Round(ring[i], Decimals)},{Math.Round(ring[i + 1], Decimals)}]");
        text.Append(']');
    }

    private static double Area(double[] ring)
    {
        var area = 0.0;
        for (var i = 0; i < ring.Length; i += 2)
        {
            var next = (i + 2) % ring.Length;
            area += ((ring[i] - ring[0]) * (ring[next + 1] - ring[1])) - ((ring[next] - ring[0]) * (ring[i + 1] - ring[1]));
        }
        return area / 2;
    }

    /// <summary>By the first of the hole's points that is not on the line.</summary>
    private static bool Holds(double[] outer, double[] hole)
    {
        for (var p = 0; p < Math.Min(hole.Length, 8); p += 2)
        {
            var (inside, x, y) = (false, hole[p], hole[p + 1]);
            for (int i = 0, j = outer.Length - 2; i < outer.Length; j = i, i += 2)
            {
                if (outer[i + 1] > y != outer[j + 1] > y && x < ((outer[j] - outer[i]) * (y - outer[i + 1]) / (outer[j + 1] - outer[i + 1])) + outer[i]) inside = !inside;
            }
            if (inside) return true;
        }
        return false;
    }

    private sealed record Box(double West, double South, double East, double North)
    {
        public static Box Of(double[] ring)
        {
            var box = new Box(double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
            for (var i = 0; i < ring.Length; i += 2)
                box = new(Math.Min(box.West, ring[i]), Math.Min(box.South, ring[i + 1]), Math.Max(box.East, ring[i]), Math.Max(box.North, ring[i + 1]));
            return box;
        }

        public bool Holds(Box other) => West <= other.West && South <= other.South && East >= other.East && North >= other.North;
    }
}
