using System.Text.Json;
using System.Text.Json.Serialization;

namespace CivicPulse.Platform.Http;

/// <summary>How everything looks on the wire: snake_case names and words, absent instead of null.</summary>
public static class Wire
{
    public static readonly JsonSerializerOptions Json = Apply(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    internal static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DictionaryKeyPolicy = null;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = 32;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false));
        return options;
    }
}
