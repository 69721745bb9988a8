using System.Globalization;
using System.Text.Json;
using System.Xml;
using CivicPulse.Modules.Elections.Model;

namespace CivicPulse.Modules.Elections.Transfers.Files;

/// <summary>What VIP and NIST files have in common: words with hyphens, and ids that hold for one file.</summary>
internal static class FileTerms
{
    /// <summary>Marks identifiers of ours for which a form has no element.</summary>
    public const string PostElectionStatus = "post-election-status";
    public const string PersonIdentifier = "person-identifier";
    public const string UnitType = "reporting-unit-type";
    public const string Identifier = "civicpulse-identifier";

    private const string Local = "local-";
    private const string Known = "id-";

    public static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <returns>Null for a word that is none of these.</returns>
    public static T? Read<T>(string? text) where T : struct, Enum
    {
        if (text is null) return null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (Word(value) == text) return value;
        }
        return null;
    }

    /// <summary>In both forms one of m is a word of its own.</summary>
    public static VoteVariation? ReadVariation(string? text) => text == "1-of-m" ? VoteVariation.Plurality : Read<VoteVariation>(text);

    /// <summary>The id of a record in a file: made of its identifier, so that reading gives it back, or else by its place.</summary>
    /// <param name="kind">A few letters; ids of different kinds of records differ by them.</param>
    public static string Id(string kind, string? identifier, int place) => identifier is null
        ? string.Create(CultureInfo.InvariantCulture, $"{kind}-{Local}{place}")
        : $"{kind}-{Known}{XmlConvert.EncodeLocalName(identifier)}";

    /// <summary>The identifier that an id stands for: of a file of ours what it was made of, of another the id as it is.</summary>
    public static string? IdentifierOf(string kind, string? id)
    {
        if (id is null) return null;
        if (id.StartsWith($"{kind}-{Local}", StringComparison.Ordinal)) return null;
        var identifier = id.StartsWith($"{kind}-{Known}", StringComparison.Ordinal) ? XmlConvert.DecodeName(id[(kind.Length + 1 + Known.Length)..]) : id;
        return identifier.Length > 300 || identifier.Contains('\0', StringComparison.Ordinal) ? null : identifier;
    }

    public static DateOnly? Day(string? text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static bool? Truth(string? text) => text switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => null,
    };

    public static int? Number(string? text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <returns>Only what can be followed.</returns>
    public static string? Address(string? text) => new Platform.Portal.WebAddressAttribute().IsValid(text) ? text : null;

    /// <summary>Never between the halves of a character that takes two.</summary>
    public static string? Cut(string? text, int most)
    {
        if (text is null || text.Length <= most) return text;
        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];
    }
}
