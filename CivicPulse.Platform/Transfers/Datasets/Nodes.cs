using System.Text.Json.Nodes;

namespace CivicPulse.Platform.Transfers.Datasets;

/// <summary>Reads records of foreign files, in which anything may be missing or of another type.</summary>
public static class Nodes
{
    /// <returns>The text at this path; null when it is not there, blank, or no single value.</returns>
    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path) node = (node as JsonObject)?[name];
        return node is JsonValue value && value.ToString() is var text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
    }

    /// <returns>The items of a list; one value where a list could be counts as a list of one.</returns>
    public static IEnumerable<JsonNode> Each(this JsonNode? node, string name) => (node as JsonObject)?[name] switch
    {
        JsonArray list => list.OfType<JsonNode>(),
        { } one => [one],
        null => [],
    };
}
