using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace CivicPulse.Platform.Transfers.Tables;

internal sealed record DbfField(string Name, char Type, int At, int Length);

/// <summary>The records of a .dbf file (dBase), one at a time.</summary>
internal sealed class DbfRecords : IAsyncDisposable
{
    private const int HeadLength = 32;
    private const int MostFields = 255;
    private readonly Stream _file;
    private readonly Encoding? _encoding;
    private readonly List<DbfField> _fields = [];
    private byte[] _record = [];

    private DbfRecords(Stream file, Encoding? encoding) => (_file, _encoding) = (file, encoding);

    public IReadOnlyList<DbfField> Fields => _fields;

    /// <summary>Struck out, but not yet taken from the file.</summary>
    public bool IsDeleted => _record[0] == '*';

    /// <param name="encoding">As .cpg tells it; null leaves it to what the file says of itself.</param>
    public static async Task<DbfRecords> OpenAsync(Stream file, Encoding? encoding, CancellationToken ct)
    {
        var head = new byte[HeadLength];
        await file.ReadExactlyAsync(head, ct);
        int length = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(8)), record = BinaryPrimitives.ReadUInt16LittleEndian(head.AsSpan(10));
        if (length < HeadLength + 1 || record < 2) throw new InvalidDataException();
        var table = new DbfRecords(file, encoding ?? OfLanguage(head[29])) { _record = new byte[record] };
        var fields = new byte[length - HeadLength];
        await file.ReadExactlyAsync(fields, ct);
        table.ReadFields(fields);
        return table;
    }

    /// <returns>False behind the last.</returns>
    public async Task<bool> NextAsync(CancellationToken ct)
    {
        var read = await _file.ReadAtLeastAsync(_record, _record.Length, throwOnEndOfStream: false, ct);
        // Behind the last record stands one byte that says so.
        return read == _record.Length;
    }

    public List<(string Name, string? Value)> Values() => [.. _fields.Select(f => (f.Name, Value(f)))];

    /// <summary>What .cpg names; Windows-1252, in which every byte means something, when it is unknown.</summary>
    public static Encoding EncodingOf(string name)
    {
        var plain = string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
        if (plain is "UTF8" or "65001") return Encoding.UTF8;
        var digits = plain is "ISO88591" or "88591" or "LATIN1" ? "1252" : string.Concat(plain.Where(char.IsDigit));
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? CodePage(page) : CodePage(1252);
    }

    /// <summary>The mark in the file; most programs write 0 or «whatever this computer uses».</summary>
    private static Encoding? OfLanguage(byte mark) => mark switch
    {
        0x01 => CodePage(437),
        0x02 => CodePage(850),
        0x64 => CodePage(852),
        0x65 => CodePage(866),
        0xC8 => CodePage(1250),
        0xC9 => CodePage(1251),
        _ => null,
    };

    private static Encoding CodePage(int page) =>
        CodePagesEncodingProvider.Instance.GetEncoding(page) ?? CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    private void ReadFields(ReadOnlySpan<byte> fields)
    {
        var at = 1;
        for (var i = 0; i + HeadLength <= fields.Length && fields[i] != 0x0D; i += HeadLength)
        {
            var field = fields.Slice(i, HeadLength);
            var name = field[..11];
            var end = name.IndexOf((byte)0);
            _fields.Add(new(Text(end < 0 ? name : name[..end]).Trim(), (char)field[11], at, field[16]));
            at += field[16];
        }
        if (_fields.Count is 0 or > MostFields || at > _record.Length) throw new InvalidDataException();
    }

    private string? Value(DbfField field)
    {
        var text = field.Type == 'I' && field.Length == 4
            ? BinaryPrimitives.ReadInt32LittleEndian(_record.AsSpan(field.At)).ToString(CultureInfo.InvariantCulture)
            : Text(_record.AsSpan(field.At, field.Length)).Trim(' ', '\0');
        return field.Type switch
        {
            _ when text.Length == 0 => null,
            // What does not fit its column is written as stars.
            'N' or 'F' => text.StartsWith('*') ? null : text,
            'L' when text is "?" => null,
            'L' => text is "T" or "t" or "Y" or "y" ? "true" : "false",
            'D' when text is "00000000" => null,
            'D' when text.Length == 8 && text.All(char.IsAsciiDigit) => $"{text[..4]}-{text[4..6]}-{text[6..]}",
            _ => text,
        };
    }

    private string Text(ReadOnlySpan<byte> bytes) => (_encoding ?? (Utf8.IsValid(bytes) ? Encoding.UTF8 : CodePage(1252))).GetString(bytes);

    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
