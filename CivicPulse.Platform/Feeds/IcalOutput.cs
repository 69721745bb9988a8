using System.Buffers;
using System.Text;

namespace CivicPulse.Platform.Feeds;

/// <summary>Content lines on their way out: at most 75 octets each, no character cut in two, each ended by CRLF.</summary>
internal sealed class IcalOutput
{
    private const int Longest = 75;
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public int Length => _bytes.WrittenCount;

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public void Text(string name, string? value, string? language = null)
    {
        if (value is not null) Line($"{name}{(language is null ? "" : ";LANGUAGE=" + IcalText.Token(language))}:{IcalText.Escape(value)}");
    }

    /// <summary>A value that is no text: it is written as it is.</summary>
    public void Value(string name, string? value)
    {
        if (value is not null) Line($"{name}:{IcalText.Bare(value)}");
    }

    public void Line(string line)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(line.Length));
        var left = rented.AsSpan(0, Encoding.UTF8.GetBytes(line, rented));
        // A continuation begins with a space, which counts.
        for (var room = Longest; left.Length > room; room = Longest - 1)
        {
            var cut = room;
            while ((left[cut] & 0xC0) == 0x80) cut--;
            _bytes.Write(left[..cut]);
            _bytes.Write("\r\n "u8);
            left = left[cut..];
        }
        _bytes.Write(left);
        _bytes.Write("\r\n"u8);
        ArrayPool<byte>.Shared.Return(rented);
    }

    public async Task SendAsync(Stream target, CancellationToken ct)
    {
        await target.WriteAsync(_bytes.WrittenMemory, ct);
        _bytes.ResetWrittenCount();
    }
}
