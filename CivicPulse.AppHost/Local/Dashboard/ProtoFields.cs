using System.Text;

namespace Aspire.Hosting.Local;

/// <summary>The top-level texts and numbers of a request: all that the dashboard sends us.</summary>
internal sealed class ProtoFields
{
    private readonly Dictionary<int, string> texts = [];
    private readonly Dictionary<int, ulong> numbers = [];

    public ProtoFields(ReadOnlySpan<byte> message)
    {
        while (!message.IsEmpty)
        {
            var tag = Take(ref message);
            var field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    numbers[field] = Take(ref message);
                    break;
                case 1:
                    message = message[8..];
                    break;
                case 2:
                    var length = checked((int)Take(ref message));
                    texts[field] = Encoding.UTF8.GetString(message[..length]);
                    message = message[length..];
                    break;
                case 5:
                    message = message[4..];
                    break;
                default:
                    throw new InvalidDataException("A field of an unknown kind.");
            }
        }
    }

    public string Text(int field) => texts.GetValueOrDefault(field, "");

    public bool Flag(int field) => numbers.GetValueOrDefault(field) != 0;

    private static ulong Take(ref ReadOnlySpan<byte> message)
    {
        ulong number = 0;
        var shift = 0;
        byte next;
        do
        {
            next = message[0];
            message = message[1..];
            number |= (ulong)(next & 0x7f) << shift;
            shift += 7;
        }
        while (next >= 0x80);
        return number;
    }
}
