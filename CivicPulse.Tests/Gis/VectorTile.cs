using System.Text;

namespace CivicPulse.Tests.Gis;

/// <summary>Reads as much of a Mapbox vector tile as tests ask about: its layers, and the text properties of their features.</summary>
internal sealed record VectorTile(string Name, int Extent, IReadOnlyList<IReadOnlyDictionary<string, string>> Features)
{
    public static List<VectorTile> Read(byte[] tile) => [.. Fields(tile).Where(f => f.Number == 3).Select(f => Layer(f.Bytes))];

    private static VectorTile Layer(ReadOnlyMemory<byte> bytes)
    {
        var fields = Fields(bytes).ToList();
        var keys = fields.Where(f => f.Number == 3).Select(f => Text(f.Bytes)).ToList();
        var values = fields.Where(f => f.Number == 4).Select(f => Fields(f.Bytes).Where(v => v.Number == 1).Select(v => Text(v.Bytes)).FirstOrDefault("")).ToList();
        var features = fields.Where(f => f.Number == 2).Select(f =>
        {
            var inside = Fields(f.Bytes).ToList();
            Assert.Equal(3UL, inside.Single(i => i.Number == 3).Value);
            Assert.NotEqual(0, inside.Single(i => i.Number == 4).Bytes.Length);
            var tags = Packed(inside.Single(i => i.Number == 2).Bytes);
            return (IReadOnlyDictionary<string, string>)tags.Chunk(2).ToDictionary(t => keys[(int)t[0]], t => values[(int)t[1]], StringComparer.Ordinal);
        });
        return new(Text(fields.Single(f => f.Number == 1).Bytes), (int)fields.Single(f => f.Number == 5).Value, [.. features]);
    }

    private static List<(int Number, ulong Value, ReadOnlyMemory<byte> Bytes)> Fields(ReadOnlyMemory<byte> message)
    {
        var (fields, at) = (new List<(int, ulong, ReadOnlyMemory<byte>)>(), 0);
        while (at < message.Length)
        {
            var tag = Varint(message.Span, ref at);
            var value = Varint(message.Span, ref at);
            var length = (tag & 7) switch { 0 => 0, 2 => (int)value, _ => throw new InvalidDataException($"wire type {tag & 7}") };
            fields.Add(((int)(tag >> 3), value, message.Slice(at, length)));
            at += length;
        }
        return fields;
    }

    private static List<ulong> Packed(ReadOnlyMemory<byte> bytes)
    {
        var (values, at) = (new List<ulong>(), 0);
        while (at < bytes.Length) values.Add(Varint(bytes.Span, ref at));
        return values;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var (value, shift) = (0UL, 0);
        while (true)
        {
            var b = bytes[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
            shift += 7;
        }
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
