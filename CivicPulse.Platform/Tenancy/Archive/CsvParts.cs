using System.Runtime.CompilerServices;

namespace CivicPulse.Platform.Tenancy.Archive;

/// <summary>Cuts what COPY writes as CSV into parts that end with a row, a few megabytes each, and counts the rows.</summary>
internal sealed class CsvParts
{
    private const int Size = 4 << 20;

    /// <summary>Without the line of names.</summary>
    public long Rows { get; private set; } = -1;

    /// <summary>The part is valid until the next one is asked for.</summary>
    public async IAsyncEnumerable<MemoryStream> CutAsync(Stream copy, [EnumeratorCancellation] CancellationToken ct)
    {
        var buffer = new byte[Size];
        var (filled, scanned, end, quoted) = (0, 0, 0, false);
        while (true)
        {
            if (filled == buffer.Length && end == 0) Array.Resize(ref buffer, buffer.Length * 2);
            var read = filled == buffer.Length ? 0 : await copy.ReadAsync(buffer.AsMemory(filled), ct);
            var over = read == 0 && filled < buffer.Length;
            filled += read;
            for (; scanned < filled; scanned++)
            {
                // A doubled quote inside a quoted field leaves and enters again: the parity is right.
                if (buffer[scanned] == (byte)'"') quoted = !quoted;
                else if (buffer[scanned] == (byte)'\n' && !quoted) (end, Rows) = (scanned + 1, Rows + 1);
            }
            if (over && end < filled) throw new InvalidDataException("COPY ended within a row.");
            if (filled < buffer.Length && !over) continue;
            if (end > 0)
            {
                yield return new MemoryStream(buffer, 0, end, writable: false);
                Buffer.BlockCopy(buffer, end, buffer, 0, filled - end);
                (filled, scanned, end) = (filled - end, scanned - end, 0);
            }
            if (over) yield break;
        }
    }
}
