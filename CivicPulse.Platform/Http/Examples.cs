using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace CivicPulse.Platform.Http;

/// <summary>An example for every JSON body: the author's own, else one made of the schema.</summary>
internal static class Examples
{
    private const int Deepest = 12;

    public static void AddTo(OpenApiDocument document)
    {
        foreach (var operation in document.Paths.Values.SelectMany(p => p.Operations is { } o ? o.Values.AsEnumerable() : []))
        {
            foreach (var media in Json(operation.RequestBody?.Content)) media.Example ??= Of(media.Schema, 0);
            foreach (var response in operation.Responses?.Values.OfType<OpenApiResponse>() ?? [])
                foreach (var media in Json(response.Content)) media.Example ??= Of(media.Schema, 0);
        }
    }

    private static IEnumerable<OpenApiMediaType> Json(IDictionary<string, OpenApiMediaType>? content) =>
        content?.Where(c => c.Key.EndsWith("json", StringComparison.Ordinal)).Select(c => c.Value) ?? [];

    private static JsonNode? Of(IOpenApiSchema? schema, int depth)
    {
        if (schema is null || depth > Deepest) return null;
        if (schema.Examples is [{ } given, ..]) return given.DeepClone();
        if (schema.Enum is [{ } first, ..]) return first.DeepClone();
        if ((schema.OneOf ?? schema.AnyOf ?? schema.AllOf)?.FirstOrDefault(s => s.Type != JsonSchemaType.Null) is { } one) return Of(one, depth);
        if (schema.Properties is { Count: > 0 } properties) return Whole(properties, depth);
        var type = (schema.Type ?? JsonSchemaType.Object) & ~JsonSchemaType.Null;
        return type switch
        {
            JsonSchemaType.Array => new JsonArray([.. ((JsonNode?[])[Of(schema.Items, depth + 1)]).Where(i => i is not null)]),
            JsonSchemaType.Boolean => true,
            JsonSchemaType.Integer => schema.Minimum is { } least ? int.Parse(least, System.Globalization.CultureInfo.InvariantCulture) : 1,
            JsonSchemaType.Number => 1,
            JsonSchemaType.String => Text(schema),
            _ when type.HasFlag(JsonSchemaType.String) => Text(schema),
            _ => new JsonObject(),
        };
    }

    private static JsonObject Whole(IDictionary<string, IOpenApiSchema> properties, int depth)
    {
        var whole = new JsonObject();
        foreach (var (name, property) in properties)
            if (Of(property, depth + 1) is { } value) whole[name] = value;
        return whole;
    }

    private static JsonNode Text(IOpenApiSchema schema) => schema.Format switch
    {
        "uuid" => "01987a6e-5b1c-7d3a-9f42-6b0c2d4e8f10",
        "date-time" => "2026-03-02T18:00:00Z",
        "date" => "2026-03-02",
        "uri" => "https://town.example/",
        _ => "text",
    };
}
