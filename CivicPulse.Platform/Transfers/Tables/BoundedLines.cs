using System.Text;

namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>Lines of a text, each within the bound of a row.</summary>
internal sealed class BoundedLines(BoundedReader text) : IDisposable
{
    private readonly char[] _buffer = new char[16_384];
    private readonly StringBuilder _line = new();
    private int _at;
    private int _end;

    /// <returns>The next line without its end; null behind the last.</returns>
    public async Task<string?> NextAsync(CancellationToken ct)
    {
        text.StartRow();
        _line.Clear();
        while (true)
        {
            if (_at == _end)
            {
                (_at, _end) = (0, await text.ReadAsync(_buffer.AsMemory(), ct));
                if (_end == 0) return _line.Length > 0 ? _line.ToString() : null;
            }
            var found = Array.IndexOf(_buffer, '\n', _at, _end - _at);
            var stop = found < 0 ? _end : found;
            _line.Append(_buffer, _at, stop - _at);
            _at = found < 0 ? _end : found + 1;
            if (found >= 0) return _line.ToString();
        }
    }

    public void Dispose() => text.Dispose();
}
