using System.Text;
using System.Xml;

namespace CivicPulse.Modules.Elections.Transfers.Vip;

/// <summary>The few forms that elements of a feed have; what is null is left out.</summary>
internal sealed class VipElements(XmlWriter xml)
{
    public void Element(string name, string id, Action write)
    {
        xml.WriteStartElement(name);
        xml.WriteAttributeString("id", id);
        write();
        xml.WriteEndElement();
    }

    public void Labelled(string name, string label, Action write)
    {
        xml.WriteStartElement(name);
        xml.WriteAttributeString("label", label);
        write();
        xml.WriteEndElement();
    }

    public void Group(string name, Action write)
    {
        xml.WriteStartElement(name);
        write();
        xml.WriteEndElement();
    }

    public void Value(string name, string? value)
    {
        if (value is not null) xml.WriteElementString(name, Allowed(value));
    }

    public void Truth(string name, bool? value) => Value(name, value?.ToString().ToLowerInvariant());

    public void Text(string name, string? text)
    {
        if (text is null) return;
        Group(name, () =>
        {
            xml.WriteStartElement("Text");
            xml.WriteAttributeString("language", "en");
            xml.WriteString(Allowed(text));
            xml.WriteEndElement();
        });
    }

    public void Identifiers(params (string Type, string? Other, string? Value)[] identifiers)
    {
        var known = identifiers.Where(i => i.Value is not null).ToList();
        if (known.Count == 0) return;
        Group("ExternalIdentifiers", () =>
        {
            foreach (var (type, other, value) in known)
                Group("ExternalIdentifier", () =>
                {
                    Value("Type", type);
                    Value("OtherType", other);
                    Value("Value", value);
                });
        });
    }

    /// <summary>XML has no control characters, however they are written.</summary>
    private static string Allowed(string text)
    {
        if (text.All(XmlConvert.IsXmlChar)) return text;
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value)) kept.Append(rune.ToString());
        }
        return kept.ToString();
    }
}
