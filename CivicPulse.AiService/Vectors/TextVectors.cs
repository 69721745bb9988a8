using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Numerics.Tensors;
using System.Reflection;
using System.Runtime.InteropServices;
using CivicPulse.AiService.Text;

namespace CivicPulse.AiService.Vectors;

/// <summary>The static word vectors that ship with this service (Resources/vectors), and the texts they add up to.</summary>
internal sealed class TextVectors
{
    public const string ModelName = "civicpulse-text-200";
    public const int Dimensions = 200;

    private const string Resource = "text-contrastive-200";

    private readonly FrozenDictionary<string, int> _rows;
    private readonly float[] _weights;
    private readonly sbyte[] _values;
    private readonly float[] _scales;

    public TextVectors()
    {
        var vocabulary = System.Text.Encoding.ASCII.GetString(Read(".vocab.txt"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('\t'))
            .ToList();
        _rows = vocabulary.Select((line, row) => (Stem: line[0], row)).ToFrozenDictionary(x => x.Stem, x => x.row, StringComparer.Ordinal);
        _weights = [.. vocabulary.Select(line => Information(double.Parse(line[1])))];
        _values = MemoryMarshal.Cast<byte, sbyte>(Read(".int8")).ToArray();
        _scales = Floats(Read(".scales.f32"));
        if (_values.Length != _rows.Count * Dimensions || _scales.Length != _rows.Count)
            throw new InvalidOperationException("The vector resource is damaged: its parts do not agree on the number of words.");
    }

    public IEnumerable<string> Stems => _rows.Keys;

    /// <summary>How much a stem says, from 0 (everyday speech) up: -ln of its share of general text. Unknown words are rare words.</summary>
    public float Information(string stem) => _rows.TryGetValue(stem, out var row) ? _weights[row] : MaxInformation;

    /// <summary>A unit vector, or all zeros when no word of the text is known.</summary>
    public float[] Embed(string text) => Embed(Words.Terms(text));

    public float[] Embed(IEnumerable<string> terms)
    {
        var sum = new float[Dimensions];
        foreach (var (stem, count) in terms.CountBy(stem => stem))
        {
            if (_rows.TryGetValue(stem, out var row)) Add(row, 1 + MathF.Log(count), sum);
        }
        var norm = TensorPrimitives.Norm<float>(sum);
        if (norm > 0) TensorPrimitives.Divide(sum, norm, sum);
        return sum;
    }

    private const float MaxInformation = 12;

    private static float Information(double probability) => (float)Math.Min(MaxInformation, -Math.Log(probability));

    private void Add(int row, float weight, float[] sum)
    {
        var scale = weight * _scales[row];
        var values = _values.AsSpan(row * Dimensions, Dimensions);
        for (var i = 0; i < Dimensions; i++) sum[i] += scale * values[i];
    }

    private static float[] Floats(byte[] bytes)
    {
        var floats = new float[bytes.Length / sizeof(float)];
        for (var i = 0; i < floats.Length; i++)
            floats[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        return floats;
    }

    private static byte[] Read(string extension)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource + extension)
            ?? throw new InvalidOperationException($"The resource {Resource}{extension} is missing from the assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
