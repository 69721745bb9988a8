using System.Runtime.CompilerServices;
using System.Text.Json;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>The elements of one array in a JSON text, each as soon as it is whole; no more than one is held.</summary>
/// <param name="within">The name of the array in the outermost object; null when the text is the array.</param>
internal sealed class JsonElements(Stream text, string? within)
{
    private const int Deepest = 32;
    private readonly List<JsonElement> _whole = [];
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = Deepest });
    private byte[] _buffer = new byte[65_536];
    private int _length;
    private bool _inside;
    private bool _done;

    public async IAsyncEnumerable<(long Number, JsonElement? Element, string? Raw)> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        long number = 0;
        var first = true;
        while (!_done)
        {
            if (_length == _buffer.Length) Grow(number + 1);
            var read = await text.ReadAsync(_buffer.AsMemory(_length), ct);
            _length += read;
            if (first && _buffer.AsSpan(0, _length).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) Drop(3);
            first = false;
            Take(read == 0, number + 1);
            foreach (var element in _whole) yield return (++number, element, null);
            _whole.Clear();
            if (read == 0 && !_done) throw Broken(number + 1);
        }
    }

    private void Take(bool final, long row)
    {
        try
        {
            var reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), final, _state);
            var enough = true;
            while (enough && !_done)
            {
                var before = reader;
                enough = _inside ? TakeOne(ref reader) : Enter(ref reader);
                if (!enough) reader = before;
            }
            _state = reader.CurrentState;
            Drop((int)reader.BytesConsumed);
        }
        catch (JsonException)
        {
            // What was whole before is told first: the problem comes again with the next piece, which begins at it.
            if (_whole.Count == 0) throw Broken(row);
        }
    }

    private bool TakeOne(ref Utf8JsonReader reader)
    {
        if (!reader.Read()) return false;
        if (reader.TokenType == JsonTokenType.EndArray) return _done = true;
        if (!JsonElement.TryParseValue(ref reader, out var element)) return false;
        _whole.Add(element.Value);
        return true;
    }

    /// <summary>Goes to the array: at once, or past whatever stands before it, however long that is.</summary>
    private bool Enter(ref Utf8JsonReader reader)
    {
        if (!reader.Read()) return false;
        if (reader is { CurrentDepth: 0, TokenType: JsonTokenType.StartArray } && within is null) return _inside = true;
        if (within is null) throw new JsonException();
        if (reader is { CurrentDepth: 0, TokenType: JsonTokenType.EndObject }) return _done = true;
        if (reader is not { CurrentDepth: 1, TokenType: JsonTokenType.PropertyName } || !reader.ValueTextEquals(within)) return true;
        if (!reader.Read()) return false;
        _inside = reader.TokenType == JsonTokenType.StartArray;
        return true;
    }

    private void Drop(int bytes)
    {
        _buffer.AsSpan(bytes, _length - bytes).CopyTo(_buffer);
        _length -= bytes;
    }

    private void Grow(long row)
    {
        if (_buffer.Length >= TableLimits.Row) throw new BadInput("transfer.row_too_long", $"Row {row + 1} is longer than {TableLimits.Row} bytes.");
        Array.Resize(ref _buffer, _buffer.Length * 2);
    }

    private static BadInput Broken(long row) => new("transfer.broken_file", $"The JSON cannot be read any further at row {row + 1}.");
}
