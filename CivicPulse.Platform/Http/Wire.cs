using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Platform.Http;

/// <summary>How everything looks on the wire: snake_case names and words, absent instead of null.</summary>
public static class Wire
{
    public static readonly JsonSerializerOptions Json = Apply(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>For routes that take JSON or a form: reads the JSON with the same limits and the same problems as everywhere.</summary>
    public static async Task<T?> ReadWireAsync<T>(this HttpRequest request, CancellationToken ct)
    {
        try
        {
            return await request.ReadFromJsonAsync<T>(Json, ct);
        }
        catch (JsonException e)
        {
            throw BadInput.Malformed(e);
        }
    }

    /// <summary>Reads a form; one that breaks off or is no form at all is the sender's mistake.</summary>
    public static async Task<IFormCollection> ReadWireFormAsync(this HttpRequest request, CancellationToken ct)
    {
        try
        {
            return await request.ReadFormAsync(ct);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadInput("bad_form", "The form cannot be read: it is incomplete or not what its content type says.");
        }
    }

    /// <summary>An enumeration's word as it crosses the wire.</summary>
    public static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    internal static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = 32;
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(Access.Redaction.Guard);
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        return options;
    }
}
