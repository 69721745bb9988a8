using System.Globalization;
using System.IO.Compression;
using System.Text;
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

    public BoundedXml OpenSheet() => Open(_sheet, TableLimits.UnpackedSheet) ?? throw new BadInput("transfer.broken_file", "The workbook has no sheet.");

    /// <param name="cell">At the beginning of a cell; left at its end.</param>
    public string? ReadCell(BoundedXml cell)
    {
        var (type, style) = (cell["t"], cell["s"]);
        var text = new StringBuilder();
        foreach (var node in cell.Inside())
        {
            if (node.Is("v") || node.Is("t")) node.AppendTo(text, LongestText);
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
            if (book.Is("workbookPr")) _from1904 = book["date1904"] is "1" or "true";
            if (book.Is("sheet") && book["state"] is null or "visible") id = book.Attribute("id", Relations);
        }
        using var links = Open("xl/_rels/workbook.xml.rels", TableLimits.SharedText);
        while (links?.Read() == true)
        {
            if (links.Is("Relationship") && links["Id"] == id && links["Target"] is { } target)
                return target.StartsWith('/') ? target[1..] : "xl/" + target;
        }
        throw new BadInput("transfer.broken_file", "The workbook has no sheet.");
    }

    private void ReadShared()
    {
        using var shared = Open("xl/sharedStrings.xml", 4L * TableLimits.SharedText);
        long held = 0;
        while (shared?.Read() == true)
        {
            if (!shared.Is("si")) continue;
            var text = new StringBuilder();
            foreach (var node in shared.Inside())
            {
                // How it is pronounced is no part of the text.
                if (node.Is("rPh")) node.Skip();
                else if (node.Is("t")) node.AppendTo(text, LongestText);
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
            if (styles.IsEndOf("cellXfs")) inCells = false;
            else if (styles.Is("cellXfs")) inCells = true;
            if (styles.Is("numFmt") && int.TryParse(styles["numFmtId"], out var format) && IsDate(styles["formatCode"] ?? "")) dates.Add(format);
            if (!styles.Is("xf") || !inCells) continue;
            if (int.TryParse(styles["numFmtId"], out var used) && dates.Contains(used)) _dateStyles.Add(index);
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

    private BoundedXml? Open(string part, long most)
    {
        if (_archive.GetEntry(part) is not { } entry) return null;
        return entry.Length <= most ? new BoundedXml("workbook", entry.Open(), most) : throw TooLarge();
    }

    private static BadInput TooLarge() => new("transfer.workbook_too_large", "The workbook holds more than can be read at once. Save the sheet as CSV and send that.");
}
