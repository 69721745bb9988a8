using System.Runtime.CompilerServices;
using System.Text.Json;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers.Tables;

namespace CivicPulse.Platform.Transfers.Datasets;

/// <summary>What to do with a value of a JSON file.</summary>
public enum JsonUse { Skip, Enter, Take }

/// <summary>A value that was asked for.</summary>
/// <param name="Path">The names that lead to it, with [] for each list: <c>Election[].Contest[].Name</c>.</param>
/// <param name="Places">Its place in each of these lists, from 0.</param>
public sealed record JsonPiece(string Path, IReadOnlyList<int> Places, JsonElement Value);

/// <summary>Values at some paths of a JSON file, in the order in which they stand there; no more than one is held, and what is skipped is not.</summary>
public sealed class JsonPieces
{
    private const int Deepest = 32;
    private const int MostPaths = 10_000;

    private readonly Stream _text;
    private readonly Func<string, JsonUse> _use;
    private readonly Stack<Level> _levels = new();
    private readonly Dictionary<(string, string), string> _paths = [];
    private readonly List<JsonPiece> _whole = [];
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = Deepest });
    private byte[] _buffer = new byte[65_536];
    private int _length;
    private string _name = "";
    private bool _done;
    private bool _broken;

    private JsonPieces(Stream text, Func<string, JsonUse> use) => (_text, _use) = (text, use);

    /// <param name="use">Asked for each value by its path; the outermost one has the path "".</param>
    /// <exception cref="BadInput">It is no JSON, or breaks off.</exception>
    public static IAsyncEnumerable<JsonPiece> ReadAsync(Stream text, Func<string, JsonUse> use, CancellationToken ct) => new JsonPieces(text, use).AllAsync(ct);

    private async IAsyncEnumerable<JsonPiece> AllAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var first = true;
        while (!_done)
        {
            if (_length == _buffer.Length) Grow();
            var read = await _text.ReadAsync(_buffer.AsMemory(_length), ct);
            _length += read;
            if (first && _buffer.AsSpan(0, _length).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) Drop(3);
            first = false;
            Advance(read == 0);
            foreach (var piece in _whole) yield return piece;
            _whole.Clear();
            if (_broken || (read == 0 && !_done)) throw Broken();
        }
    }

    private void Advance(bool final)
    {
        try
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), final, _state);
            var enough = true;
            while (enough && !_done)
            {
                var before = reader;
                enough = Step(ref reader);
                if (!enough) reader = before;
            }
            _state = reader.CurrentState;
            Drop((int)reader.BytesConsumed);
        }
        // A name of half a character is no JSON either. What was whole before is told first.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            _broken = true;
        }
    }

    private bool Step(ref Utf8JsonReader reader)
    {
        if (!reader.Read()) return false;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _name = reader.GetString()!;
                return true;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _levels.Pop();
                _done = _levels.Count == 0;
                return true;
            default:
                return Value(ref reader);
        }
    }

    private bool Value(ref Utf8JsonReader reader)
    {
        var (container, skipped) = (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray, _levels.TryPeek(out var outer) && outer.Skipped);
        var path = skipped ? "" : PathOf(outer);
        var use = skipped ? JsonUse.Skip : _use(path);
        if (use == JsonUse.Take)
        {
            if (!JsonElement.TryParseValue(ref reader, out var element)) return false;
            outer?.Next();
            _whole.Add(new(path, [.. _levels.Reverse().Where(l => l.IsList).Select(l => l.Place)], element.Value));
            _done = _levels.Count == 0;
            return true;
        }
        outer?.Next();
        if (container) _levels.Push(new(path, reader.TokenType == JsonTokenType.StartArray, use == JsonUse.Skip));
        else _done = _levels.Count == 0;
        return true;
    }

    private string PathOf(Level? outer)
    {
        if (outer is null) return "";
        var step = outer.IsList ? "[]" : _name;
        if (_paths.TryGetValue((outer.Path, step), out var known)) return known;
        var path = outer.IsList || outer.Path.Length == 0 ? outer.Path + step : $"{outer.Path}.{step}";
        if (_paths.Count < MostPaths) _paths[(outer.Path, step)] = path;
        return path;
    }

    private void Drop(int bytes)
    {
        _buffer.AsSpan(bytes, _length - bytes).CopyTo(_buffer);
        _length -= bytes;
    }

    private void Grow()
    {
        if (_buffer.Length >= TableLimits.Row) throw new BadInput("transfer.row_too_long", $"A value of the JSON is longer than {TableLimits.Row} bytes.");
        Array.Resize(ref _buffer, _buffer.Length * 2);
    }

    private static BadInput Broken() => new("transfer.broken_file", "The JSON cannot be read any further.");

    private sealed class Level(string path, bool isList, bool skipped)
    {
        public string Path => path;

        public bool IsList => isList;

        public bool Skipped => skipped;

        public int Place { get; private set; } = -1;

        public void Next() => Place++;
    }
}
