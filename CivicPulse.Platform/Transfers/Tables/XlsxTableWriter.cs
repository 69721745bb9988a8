using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>
/// A workbook of one sheet, written as it comes: the archive only goes forward, so nothing is held. Every text is an inline string, which
/// no program takes for a formula, and is guarded as in CSV for whoever saves it as such.
/// </summary>
internal sealed class XlsxTableWriter : ITableWriter
{
    private const int Buffered = 32_000;

    /// <summary>Digits that a spreadsheet keeps of a number; a longer one goes out as text.</summary>
    private const int ExactDigits = 15;
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";

    private static readonly (string Name, string Text)[] Frame =
    [
        ("[Content_Types].xml", $"""<Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""),
        ("_rels/.rels", $"""<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>"""),
        ("xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="{Relations}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>"""),
        ("xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="{Package}/relationships"><Relationship Id="rId1" Type="{Relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""),
    ];

    private readonly IReadOnlyList<TableColumn> _columns;
    private readonly ZipArchive _archive;
    private readonly Basin _basin = new();
    private readonly Stream _target;
    private readonly StringBuilder _text = new();
    private Stream _sheet = Stream.Null;

    private XlsxTableWriter(Stream target, IReadOnlyList<TableColumn> columns) =>
        (_target, _columns, _archive) = (target, columns, new ZipArchive(_basin, ZipArchiveMode.Create, leaveOpen: true));

    public static async Task<XlsxTableWriter> CreateAsync(Stream target, IReadOnlyList<TableColumn> columns, CancellationToken ct)
    {
        var writer = new XlsxTableWriter(target, columns);
        foreach (var (name, text) in Frame)
        {
            await using var part = writer.Part(name);
            await part.WriteAsync(Encoding.UTF8.GetBytes(Declaration + text), ct);
        }
        writer._sheet = writer.Part("xl/worksheets/sheet1.xml");
        writer._text.Append(Declaration).Append(CultureInfo.InvariantCulture, $"<worksheet xmlns=\"{Main}\"><sheetData>");
        await writer.RowAsync([.. columns.Select(c => c.Name)], heading: true, ct);
        return writer;
    }

    public ValueTask WriteAsync(IReadOnlyList<string?> cells, CancellationToken ct) => RowAsync(cells, heading: false, ct);

    public async ValueTask FinishAsync(CancellationToken ct)
    {
        _text.Append("</sheetData></worksheet>");
        await SendAsync(ct);
        await _sheet.DisposeAsync();
        await _archive.DisposeAsync();
        await _basin.PourAsync(_target, ct);
        await _target.FlushAsync(ct);
    }

    /// <summary>Closed unfinished, the archive lacks its directory and nobody takes it for whole.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask RowAsync(IReadOnlyList<string?> cells, bool heading, CancellationToken ct)
    {
        _text.Append("<row>");
        for (var i = 0; i < cells.Count; i++) Cell(cells[i], heading ? CellKind.Text : _columns[i].Kind);
        _text.Append("</row>");
        if (_text.Length > Buffered) await SendAsync(ct);
    }

    private void Cell(string? text, CellKind kind)
    {
        if (text is null) _text.Append("<c/>");
        else if (kind == CellKind.Truth) _text.Append("<c t=\"b\"><v>").Append(text == "true" ? '1' : '0').Append("</v></c>");
        else if (kind == CellKind.Number && text.Count(char.IsAsciiDigit) <= ExactDigits) _text.Append("<c><v>").Append(text).Append("</v></c>");
        else
        {
            _text.Append("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">");
            XlsxText.Write(_text, kind == CellKind.Text ? FormulaGuard.Guard(text) : text);
            _text.Append("</t></is></c>");
        }
    }

    private async Task SendAsync(CancellationToken ct)
    {
        await _sheet.WriteAsync(Encoding.UTF8.GetBytes(_text.ToString()), ct);
        _text.Clear();
        await _basin.PourAsync(_target, ct);
    }

    private Stream Part(string name)
    {
        var entry = _archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = Basin.NoTime;
        return entry.Open();
    }
}
