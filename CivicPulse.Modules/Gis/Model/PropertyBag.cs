using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers;

namespace CivicPulse.Modules.Gis.Model;

/// <summary>What a source says of a boundary besides what has a field: a JSON object, its names in order, so that equal ones have equal texts.</summary>
public sealed class PropertyBag : IJsonCell<PropertyBag>, IEquatable<PropertyBag>
{
    private const int Longest = 20_000;
    private const int Deepest = 8;
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly string _json;

    private PropertyBag(string json) => _json = json;

    public static PropertyBag Read(string json)
    {
        if (json.Length > Longest) throw new BadInput("gis.properties_too_long", $"The properties are longer than {Longest} characters.");
        try
        {
            using var parsed = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = Deepest });
            if (parsed.RootElement.ValueKind != JsonValueKind.Object) throw Wrong();
            using var text = new MemoryStream();
            using (var writer = new Utf8JsonWriter(text, Options)) Write(writer, parsed.RootElement);
            return new PropertyBag(Encoding.UTF8.GetString(text.GetBuffer().AsSpan(0, (int)text.Length)));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw Wrong();
        }
    }

    public override string ToString() => _json;

    public bool Equals(PropertyBag? other) => other is not null && _json == other._json;

    public override bool Equals(object? obj) => Equals(obj as PropertyBag);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_json);

    /// <summary>Of a name that comes twice the last value counts, as in the database. Numbers become what the database makes of them.</summary>
    private static void Write(Utf8JsonWriter to, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            to.WriteStartObject();
            foreach (var property in value.EnumerateObject().GroupBy(p => p.Name, StringComparer.Ordinal).Select(g => g.Last()).OrderBy(p => p.Name, StringComparer.Ordinal))
            {
                to.WritePropertyName(Storable(property.Name));
                Write(to, property.Value);
            }
            to.WriteEndObject();
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            to.WriteStartArray();
            foreach (var item in value.EnumerateArray()) Write(to, item);
            to.WriteEndArray();
        }
        else if (value.ValueKind == JsonValueKind.String) to.WriteStringValue(Storable(value.GetString()!));
        else if (value.ValueKind == JsonValueKind.Number) Number(to, value);
        else value.WriteTo(to);
    }

    /// <summary>1e3 and 1000 are one number: both are kept as the second.</summary>
    private static void Number(Utf8JsonWriter to, JsonElement value)
    {
        if (value.TryGetDecimal(out var exact)) to.WriteNumberValue(exact);
        else to.WriteStringValue(value.GetRawText());
    }

    /// <summary>PostgreSQL keeps no NUL.</summary>
    private static string Storable(string text) => text.Replace("\0", "", StringComparison.Ordinal);

    private static BadInput Wrong() => new("gis.bad_properties", "The properties are one JSON object.");
}
