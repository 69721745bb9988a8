using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace CivicPulse.Platform.Feeds;

/// <summary>Something of schema.org, made by <see cref="JsonLd"/>.</summary>
public sealed class JsonLdThing
{
    private readonly JsonObject _members;

    internal JsonLdThing(string type, Uri? id = null)
    {
        _members = new JsonObject { ["@type"] = type };
        if (id is not null) _members["@id"] = id.AbsoluteUri;
    }

    internal string Type => (string)_members["@type"]!;

    internal JsonObject Copy() => _members.DeepClone().AsObject();

    internal JsonLdThing With(string name, JsonNode? value)
    {
        if (value is not null) _members[name] = value;
        return this;
    }

    internal JsonLdThing With(string name, string? value) => With(name, value is null ? null : (JsonNode)FeedText.Clean(value));

    internal JsonLdThing With(string name, Uri? value) => With(name, value?.AbsoluteUri);

    internal JsonLdThing With(string name, JsonLdThing? value) => With(name, (JsonNode?)value?.Copy());

    internal JsonLdThing With(string name, IEnumerable<JsonLdThing>? values) => With(name, (JsonNode?)Several(values?.Select(v => (JsonNode)v.Copy())));

    internal JsonLdThing With(string name, IEnumerable<string>? values) => With(name, (JsonNode?)Several(values?.Select(v => (JsonNode)FeedText.Clean(v))));

    internal JsonLdThing With(string name, DateOnly? day) => With(name, day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static JsonArray? Several(IEnumerable<JsonNode>? values) => values?.ToArray() is { Length: > 0 } some ? new JsonArray(some) : null;
}

/// <summary>What public pages tell search engines, in the words of schema.org.</summary>
public static partial class JsonLd
{
    // Angle brackets, ampersands, quotes within texts and the line ends of Unicode come out as \uXXXX: nothing ends the script element.
    private static readonly JsonSerializerOptions Safe = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The inside of a <c>script type="application/ld+json"</c>.</summary>
    public static string Script(params ReadOnlySpan<JsonLdThing> things)
    {
        var whole = new JsonObject { ["@context"] = "https://schema.org" };
        if (things is [var only])
        {
            foreach (var (name, value) in only.Copy()) whole[name] = value?.DeepClone();
        }
        else
        {
            whole["@graph"] = new JsonArray([.. things.ToArray().Select(t => t.Copy())]);
        }
        return whole.ToJsonString(Safe);
    }
}
