using System.Xml.Linq;
using CivicPulse.Modules.Elections.Transfers.Files;

namespace CivicPulse.Modules.Elections.Transfers.Vip;

/// <summary>Reads elements of VIP feeds, in which anything may be missing.</summary>
internal static class VipXml
{
    /// <returns>The text of an element, in English where there are several; null when there is none.</returns>
    public static string? Text(this XElement? at, string name, int most = 300) => TextOf(at?.Element(name), most);

    public static string? TextOf(XElement? element, int most = 300)
    {
        var texts = element?.Elements("Text").ToList();
        var chosen = texts is { Count: > 0 } ? texts.Find(t => t.Attribute("language")?.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true) ?? texts[0] : element;
        return chosen is { HasElements: false } && chosen.Value.Trim() is { Length: > 0 } text ? FileTerms.Cut(text, most) : null;
    }

    public static IEnumerable<string> Ids(this XElement? at, string name) => at?.Element(name)?.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];

    public static string? Id(this XElement at) => at.Attribute("id")?.Value;

    public static string? Identifier(this XElement? at, string type, string? other = null) => at?.Element("ExternalIdentifiers")?.Elements("ExternalIdentifier")
        .Where(i => i.Element("Type")?.Value == type && (other is null || i.Element("OtherType")?.Value == other)).Select(i => i.Text("Value")).FirstOrDefault(v => v is not null);
}
