using System.Text;
using System.Text.Unicode;

namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>
/// The encodings that tables come in. A file without a mark is UTF-8 if all of it is; else it is what spreadsheets in the West wrote for
/// decades, Windows-1252, in which every byte means something.
/// </summary>
internal static class TextEncodings
{
    public static Encoding Named(string name) => name switch
    {
        "utf-16le" => Encoding.Unicode,
        "utf-16be" => Encoding.BigEndianUnicode,
        "windows-1252" => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
        _ => Encoding.UTF8,
    };

    /// <summary>For readers of JSON, which is UTF-8 unless it is marked as something else.</summary>
    public static Stream AsUtf8(Stream file, string encoding) => encoding is "utf-8" or "windows-1252"
        ? file
        : Encoding.CreateTranscodingStream(file, Named(encoding), Encoding.UTF8, leaveOpen: true);

    /// <param name="head">The first bytes.</param>
    /// <param name="isUtf8">Whether the whole file is valid UTF-8.</param>
    public static string Find(ReadOnlySpan<byte> head, bool isUtf8)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return "utf-16le";
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return "utf-16be";
        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) return "utf-8";
        var (even, odd) = (Zeros(head, 0), Zeros(head, 1));
        // Western text in UTF-16 is half zeros, all on one side.
        if (odd > head.Length / 4 && even < head.Length / 20) return "utf-16le";
        if (even > head.Length / 4 && odd < head.Length / 20) return "utf-16be";
        return isUtf8 ? "utf-8" : "windows-1252";
    }

    private static int Zeros(ReadOnlySpan<byte> head, int from)
    {
        var zeros = 0;
        for (var i = from; i < head.Length; i += 2)
        {
            if (head[i] == 0) zeros++;
        }
        return zeros;
    }
}

/// <summary>Whether a stream that passes by is UTF-8, in pieces cut anywhere.</summary>
internal sealed class Utf8Check
{
    private readonly byte[] _carried = new byte[4];
    private int _count;

    public bool IsValid { get; private set; } = true;

    public void Add(ReadOnlySpan<byte> piece)
    {
        while (IsValid && _count > 0 && piece.Length > 0)
        {
            _carried[_count++] = piece[0];
            piece = piece[1..];
            if (Rune.DecodeFromUtf8(_carried.AsSpan(0, _count), out _, out _) == System.Buffers.OperationStatus.Done) _count = 0;
            else if (_count == 4) IsValid = false;
        }
        if (!IsValid) return;
        var open = Open(piece);
        IsValid = Utf8.IsValid(piece[..^open]);
        piece[^open..].CopyTo(_carried.AsSpan(_count));
        _count += open;
    }

    public void End() => IsValid &= _count == 0;

    /// <summary>How many bytes at the end begin a character that is not whole.</summary>
    private static int Open(ReadOnlySpan<byte> piece)
    {
        for (var back = 1; back <= Math.Min(3, piece.Length); back++)
        {
            var b = piece[^back];
            if ((b & 0xC0) == 0x80) continue;
            return Length(b) > back ? back : 0;
        }
        return 0;
    }

    private static int Length(byte first) => first switch
    {
        >= 0xF0 => 4,
        >= 0xE0 => 3,
        >= 0xC0 => 2,
        _ => 1,
    };
}
