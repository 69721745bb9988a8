using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Transfers.Datasets;

/// <summary>
/// Records of a file that is slow to read: what its first whole reading finds is written down as lines of JSON, which the next ones read.
/// One reading ends before the next one begins.
/// </summary>
internal sealed class KeptRecords : IDisposable
{
    private readonly FileStream _lines = new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 65_536, FileOptions.DeleteOnClose);
    private bool _whole;

    public IEnumerable<(string? Key, JsonNode? Value)> Read(Func<IEnumerable<(string? Key, JsonNode? Value)>> first)
    {
        _lines.Position = 0;
        foreach (var record in _whole ? Again() : Keep(first)) yield return record;
    }

    public void Dispose() => _lines.Dispose();

    private IEnumerable<(string? Key, JsonNode? Value)> Keep(Func<IEnumerable<(string? Key, JsonNode? Value)>> first)
    {
        _lines.SetLength(0);
        var line = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(line, new JsonWriterOptions { Encoder = Wire.Json.Encoder });
        foreach (var (key, value) in first())
        {
            line.ResetWrittenCount();
            json.Reset();
            json.WriteStartArray();
            json.WriteStringValue(key);
            if (value is null) json.WriteNullValue();
            else value.WriteTo(json);
            json.WriteEndArray();
            json.Flush();
            _lines.Write(line.WrittenSpan);
            _lines.WriteByte((byte)'\n');
            yield return (key, value);
        }
        _whole = true;
    }

    private IEnumerable<(string? Key, JsonNode? Value)> Again()
    {
        using var lines = new StreamReader(_lines, leaveOpen: true);
        while (lines.ReadLine() is { } line)
        {
            var record = JsonNode.Parse(line)!.AsArray();
            yield return ((string?)record[0], record[1]);
        }
    }
}
