using System.Globalization;
using System.Text;
using System.Text.Json;
using CivicPulse.Modules.Elections.Transfers.Files;

namespace CivicPulse.Modules.Elections.Transfers.Nist;

/// <summary>Reads values of NIST files, in which anything may be missing or of another type.</summary>
internal static class NistJson
{
    /// <returns>The text at this name, in English where there are several; null when there is none.</returns>
    public static string? Text(this JsonElement? at, string name, int most = 300) => FileTerms.Cut(at.At(name) is { } value ? TextOf(value) : null, most);

    public static JsonElement? At(this JsonElement? at, string name) =>
        at is { ValueKind: JsonValueKind.Object } thing && thing.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static IEnumerable<JsonElement?> Each(this JsonElement? at, string name) =>
        at.At(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(e => (JsonElement?)e) : [];

    public static bool? Truth(this JsonElement? at, string name) => at.At(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>A whole number, also when it is written as 3.0.</summary>
    public static int? Number(this JsonElement? at, string name) =>
        at.At(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDecimal(out var number) && decimal.IsInteger(number) && number is >= int.MinValue and <= int.MaxValue ? (int)number : null;

    public static T? Word<T>(this JsonElement? at, string name) where T : struct, Enum => FileTerms.Read<T>(at.Text(name));

    public static IEnumerable<string> Texts(this JsonElement? at, string name) => at.Each(name).Select(e => e is { } value ? TextOf(value) : null).OfType<string>();

    /// <summary>The value of an identifier of a type.</summary>
    public static string? Identifier(this JsonElement? at, string type, string? other = null) => at.Each("ExternalIdentifier")
        .Where(i => i.Text("Type") == type && (other is null || i.Text("OtherType") == other)).Select(i => i.Text("Value")).FirstOrDefault(v => v is not null);

    public static string? TextOf(JsonElement value)
    {
        try
        {
            var text = value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                JsonValueKind.Object when value.TryGetProperty("Text", out var texts) && texts.ValueKind == JsonValueKind.Array => English(texts),
                _ => null,
            };
            return string.IsNullOrWhiteSpace(text) ? null : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
        }
        catch (InvalidOperationException)
        {
            // Half a character.
            return null;
        }
    }

    private static string? English(JsonElement texts)
    {
        var all = texts.EnumerateArray().Select(t => (JsonElement?)t).ToList();
        var chosen = all.Find(t => t.At("Language") is { ValueKind: JsonValueKind.String } language && language.GetString()!.StartsWith("en", true, CultureInfo.InvariantCulture));
        return (chosen ?? all.FirstOrDefault()).At("Content") is { ValueKind: JsonValueKind.String } content ? content.GetString() : null;
    }
}
