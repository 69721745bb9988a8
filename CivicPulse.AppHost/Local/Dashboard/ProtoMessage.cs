using System.Text;

namespace Aspire.Hosting.Local;

/// <summary>One protocol-buffers message as it goes over the wire: the few field kinds that the dashboard's protocol uses.</summary>
internal sealed class ProtoMessage
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;

    private readonly MemoryStream bytes = new();

    public ReadOnlyMemory<byte> Bytes => bytes.GetBuffer().AsMemory(0, (int)bytes.Length);

    public static ProtoMessage Time(DateTimeOffset at) => new ProtoMessage().Number(1, at.ToUnixTimeSeconds()).Number(2, at.Millisecond * 1_000_000L);

    /// <summary>A <c>google.protobuf.Value</c>: text, or a list of texts.</summary>
    public static ProtoMessage Value(string text) => new ProtoMessage().Text(3, text);

    public static ProtoMessage Value(IEnumerable<string> texts) =>
        new ProtoMessage().Message(6, texts.Aggregate(new ProtoMessage(), (list, text) => list.Message(1, Value(text))));

    public ProtoMessage Text(int field, string? text)
    {
        if (text is null)
            return this;
        return Field(field, Encoding.UTF8.GetBytes(text));
    }

    public ProtoMessage Number(int field, long number)
    {
        Write((ulong)((field << 3) | Varint));
        Write((ulong)number);
        return this;
    }

    public ProtoMessage Flag(int field, bool flag) => flag ? Number(field, 1) : this;

    public ProtoMessage Message(int field, ProtoMessage message) => Field(field, message.Bytes.Span);

    private ProtoMessage Field(int field, ReadOnlySpan<byte> content)
    {
        Write((ulong)((field << 3) | LengthDelimited));
        Write((ulong)content.Length);
        bytes.Write(content);
        return this;
    }

    private void Write(ulong number)
    {
        for (; number >= 0x80; number >>= 7)
            bytes.WriteByte((byte)(number | 0x80));
        bytes.WriteByte((byte)number);
    }
}
