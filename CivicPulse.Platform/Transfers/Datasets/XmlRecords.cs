using System.Text;
using System.Xml;
using System.Xml.Linq;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers.Tables;

namespace CivicPulse.Platform.Transfers.Datasets;

/// <summary>
/// The elements within the outermost one of an XML file, one at a time and without their namespaces. Document types are refused, and one
/// element has a bound in names, texts and depth.
/// </summary>
public static class XmlRecords
{
    private const int MostNodes = 200_000;
    private const int LongestText = 1_000_000;
    private const long LargestFile = 4_000_000_000;

    /// <param name="file">Disposed at the end.</param>
    /// <param name="wanted">Names of elements; what is called otherwise is passed over.</param>
    /// <exception cref="BadInput">It is no XML, or breaks off.</exception>
    public static IEnumerable<XElement> Read(Stream file, IReadOnlySet<string> wanted)
    {
        using var xml = new BoundedXml("file", file, LargestFile);
        while (Next(xml) is { } element)
        {
            if (wanted.Contains(element)) yield return Whole(xml);
        }
    }

    /// <summary>The name of the outermost element.</summary>
    /// <exception cref="BadInput">It is no XML.</exception>
    public static string Root(Stream file)
    {
        using var xml = new BoundedXml("file", file, LargestFile);
        return Guarded(() =>
        {
            while (xml.Read())
            {
                if (xml.Element is { } root) return root;
            }
            return "";
        });
    }

    /// <summary>The next element one below the outermost.</summary>
    private static string? Next(BoundedXml xml) => Guarded(() =>
    {
        while (xml.Read())
        {
            if (xml is { Depth: 1, Element: { } element }) return element;
        }
        return null;
    });

    private static XElement Whole(BoundedXml xml) => Guarded(() =>
    {
        var left = MostNodes;
        return Build(xml, ref left);
    });

    private static XElement Build(BoundedXml xml, ref int left)
    {
        if (--left < 0) throw new BadInput("transfer.row_too_long", $"An element of the file holds more than {MostNodes} others.");
        var element = new XElement(xml.Element!);
        foreach (var (name, value) in xml.Attributes())
        {
            if (name != "xmlns") element.SetAttributeValue(name, Clean(value));
        }
        var text = new StringBuilder();
        foreach (var inner in xml.Inside())
        {
            if (inner.Element is not null) element.Add(Build(inner, ref left));
            else inner.AppendHere(text, LongestText);
        }
        if (!element.HasElements && text.Length > 0) element.Add(new XText(Clean(text.ToString())));
        return element;
    }

    /// <summary>What no database keeps as text stands for itself no more.</summary>
    internal static string Clean(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException e)
        {
            throw new BadInput("transfer.broken_file", $"The XML cannot be read at line {e.LineNumber}.");
        }
    }
}
