using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>What the cells of a workbook's first sheet refer to: shared texts, and which styles mean a date.</summary>
internal sealed class XlsxBook
{
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const int LongestText = 1_000_000;
    private static readonly DateTime Epoch = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Utc);
    private readonly ZipArchive _archive;
    private readonly string _sheet;
    private readonly List<string> _shared = [];
    private readonly HashSet<int> _dateStyles = [];
    private bool _from1904;

    private XlsxBook(ZipArchive archive)
    {
        _archive = archive;
        if (archive.Entries.Count > 10_000) throw TooLarge();
        _sheet = FindSheet();
        ReadShared();
        ReadStyles();
    }

    public static XlsxBook Read(ZipArchive archive) => new(archive);

    public XmlReader OpenSheet() => Open(_sheet, TableLimits.UnpackedSheet) ?? throw new BadInput("transfer.broken_file", "The workbook has no sheet.");

    /// <param name="cell">At its beginning, alone.</param>
    public string? ReadCell(XmlReader cell, string? type, string? style)
    {
        var text = new StringBuilder();
        while (cell.Read())
        {
            if (cell is { NodeType: XmlNodeType.Element, LocalName: "v" or "t", IsEmptyElement: false }) Append(cell, text);
        }
        if (text.Length == 0) return null;
        var value = text.ToString();
        return type switch
        {
            "s" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < _shared.Count ? NullIfEmpty(FormulaGuard.Unguard(_shared[index])) : null,
            "inlineStr" or "str" => NullIfEmpty(FormulaGuard.Unguard(XlsxText.Read(value))),
            "b" => value == "1" ? "true" : "false",
            "e" or "d" => value,
            _ => Number(value, int.TryParse(style, out var number) && _dateStyles.Contains(number)),
        };
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private string Number(string value, bool isDate)
    {
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return value;
        if (isDate && number is >= 0 and < 2_958_466)
        {
            // To the second: a day's fraction is no exact time.
            var at = Epoch.AddDays(_from1904 ? 1462 : 0).AddSeconds(Math.Round(number * 86_400));
            return at.ToString(at.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        }
        // 1.1 is stored as 1.1000000000000001.
        return value.Count(char.IsAsciiDigit) > 15 ? number.ToString("R", CultureInfo.InvariantCulture) : value;
    }

    private string FindSheet()
    {
        using var book = Open("xl/workbook.xml", TableLimits.SharedText) ?? throw new BadInput("transfer.broken_file", "The archive is no workbook.");
        string? id = null;
        while (id is null && book.Read())
        {
            if (book is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" }) _from1904 = book.GetAttribute("date1904") is "1" or "true";
            if (book is { NodeType: XmlNodeType.Element, LocalName: "sheet" } && book.GetAttribute("state") is null or "visible") id = book.GetAttribute("id", Relations);
        }
        using var links = Open("xl/_rels/workbook.xml.rels", TableLimits.SharedText);
        while (links?.Read() == true)
        {
            if (links is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && links.GetAttribute("Id") == id && links.GetAttribute("Target") is { } target)
                return target.StartsWith('/') ? target[1..] : "xl/" + target;
        }
        throw new BadInput("transfer.broken_file", "The workbook has no sheet.");
    }

    private void ReadShared()
    {
        using var shared = Open("xl/sharedStrings.xml", 4L * TableLimits.SharedText);
        long held = 0;
        while (shared?.ReadToFollowing("si") == true)
        {
            var text = new StringBuilder();
            if (!shared.IsEmptyElement)
            {
                using var item = shared.ReadSubtree();
                while (item.Read())
                {
                    // How it is pronounced is no part of the text.
                    while (item is { NodeType: XmlNodeType.Element, LocalName: "rPh" }) item.Skip();
                    if (item is { NodeType: XmlNodeType.Element, LocalName: "t", IsEmptyElement: false }) Append(item, text);
                }
            }
            // An empty text costs memory, too.
            held += text.Length + 32;
            if (held > TableLimits.SharedText) throw TooLarge();
            _shared.Add(XlsxText.Read(text.ToString()));
        }
    }

    private void ReadStyles()
    {
        using var styles = Open("xl/styles.xml", TableLimits.SharedText);
        var dates = new HashSet<int>([14, 15, 16, 17, 18, 19, 20, 21, 22, .. Enumerable.Range(27, 10), 45, 46, 47, .. Enumerable.Range(50, 9)]);
        var (inCells, index) = (false, 0);
        while (styles?.Read() == true)
        {
            if (styles.LocalName == "cellXfs") inCells = styles.NodeType == XmlNodeType.Element && !styles.IsEmptyElement;
            if (styles.NodeType != XmlNodeType.Element) continue;
            if (styles.LocalName == "numFmt" && int.TryParse(styles.GetAttribute("numFmtId"), out var format) && IsDate(styles.GetAttribute("formatCode") ?? "")) dates.Add(format);
            if (styles.LocalName != "xf" || !inCells) continue;
            if (int.TryParse(styles.GetAttribute("numFmtId"), out var used) && dates.Contains(used)) _dateStyles.Add(index);
            index++;
        }
    }

    /// <summary>A format that shows a year, month, day, hour or second, outside quotes and brackets.</summary>
    private static bool IsDate(string code)
    {
        var (quoted, bracketed, escaped) = (false, false, false);
        foreach (var c in code)
        {
            if (escaped) escaped = false;
            else if (c == '\\') escaped = true;
            else if (c == '"') quoted = !quoted;
            else if (c is '[' or ']') bracketed = c == '[';
            else if (!quoted && !bracketed && "ymdhs".Contains(char.ToLowerInvariant(c), StringComparison.Ordinal)) return true;
        }
        return false;
    }

    private static void Append(XmlReader element, StringBuilder text)
    {
        var piece = new char[4096];
        while (element.Read() && element.NodeType != XmlNodeType.EndElement)
        {
            if (!element.CanReadValueChunk || element.NodeType is not (XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace or XmlNodeType.CDATA)) continue;
            int read;
            while ((read = element.ReadValueChunk(piece, 0, piece.Length)) > 0)
            {
                text.Append(piece, 0, read);
                if (text.Length > LongestText) throw new BadInput("transfer.row_too_long", $"A cell is longer than {LongestText} characters.");
            }
        }
    }

    /// <summary>No document type, nothing from elsewhere, and no more than a bound, whatever the archive says of itself.</summary>
    private XmlReader? Open(string part, long most)
    {
        if (_archive.GetEntry(part) is not { } entry) return null;
        if (entry.Length > most) throw TooLarge();
        return XmlReader.Create(entry.Open(), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            CloseInput = true,
            CheckCharacters = false,
            MaxCharactersInDocument = most,
        });
    }

    private static BadInput TooLarge() => new("transfer.workbook_too_large", "The workbook holds more than can be read at once. Save the sheet as CSV and send that.");
}
