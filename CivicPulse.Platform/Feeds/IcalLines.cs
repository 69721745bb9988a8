using System.Text;

namespace CivicPulse.Platform.Feeds;

/// <summary>
/// Unfolds lines. It does so with bytes, before they become characters: some programs fold in the middle of one.
/// </summary>
internal sealed class IcalLines(Stream source, int longest)
{
    private readonly byte[] _buffer = new byte[16_384];
    private readonly MemoryStream _line = new();
    private int _at;
    private int _end;
    private bool _cut;

    /// <summary>The number, in the file, of the line that comes next.</summary>
    public long Number { get; private set; } = 1;

    /// <summary>Lines left out because they are too long.</summary>
    public long TooLong { get; private set; }

    /// <returns>The next line as it was before it was folded; null behind the last.</returns>
    public async ValueTask<string?> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            _line.SetLength(0);
            _cut = false;
            do
            {
                if (!await TakeAsync(ct)) return null;
            }
            while (await GoesOnAsync(ct));
            if (_cut) TooLong++;
            else if (_line.Length > 0) return Encoding.UTF8.GetString(_line.GetBuffer(), 0, (int)_line.Length).TrimStart('\uFEFF');
        }
    }

    /// <summary>Adds what comes before the next line end.</summary>
    /// <returns>False when there is nothing at all.</returns>
    private async ValueTask<bool> TakeAsync(CancellationToken ct)
    {
        var any = _line.Length > 0 || _cut;
        while (_at < _end || await FillAsync(ct))
        {
            any = true;
            var found = Array.IndexOf(_buffer, (byte)'\n', _at, _end - _at);
            var stop = found < 0 ? _end : found;
            if (_line.Length + stop - _at > longest) _cut = true;
            else await _line.WriteAsync(_buffer.AsMemory(_at, stop - _at), ct);
            _at = found < 0 ? _end : found + 1;
            if (found < 0) continue;
            Number++;
            break;
        }
        if (_line.Length > 0 && _line.GetBuffer()[_line.Length - 1] == '\r') _line.SetLength(_line.Length - 1);
        return any;
    }

    /// <summary>A line that begins with white space goes on with the one before; that one character is not part of it.</summary>
    private async ValueTask<bool> GoesOnAsync(CancellationToken ct)
    {
        if (_at == _end && !await FillAsync(ct)) return false;
        if (_buffer[_at] is not ((byte)' ' or (byte)'\t')) return false;
        _at++;
        return true;
    }

    private async ValueTask<bool> FillAsync(CancellationToken ct)
    {
        (_at, _end) = (0, await source.ReadAsync(_buffer, ct));
        return _end > 0;
    }
}
