using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CivicPulse.Platform.Http;

/// <summary>What the generated schema cannot know: that a null is left out, and what an author gave as example.</summary>
internal static class SchemaDescription
{
    public static Task ApplyAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = context.JsonTypeInfo;
        // JSON Schema's "time" has an offset; the time of day on somebody's wall has none.
        if ((Nullable.GetUnderlyingType(type.Type) ?? type.Type) == typeof(TimeOnly)) schema.Format = null;
        if (schema.Properties is null) return Task.CompletedTask;
        if (type.Type.GetCustomAttribute<ExampleAttribute>() is { } example) schema.Examples = [JsonNode.Parse(example.Json)!];
        foreach (var property in type.Properties.Where(p => schema.Properties.ContainsKey(p.Name)))
        {
            var parameter = type.Type.GetConstructors().FirstOrDefault()?.GetParameters().FirstOrDefault(p => p.Name == (property.AttributeProvider as PropertyInfo)?.Name);
            var isAsked = parameter?.IsDefined(typeof(RequiredAttribute)) == true;
            var isAlwaysThere = property.AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), true).OfType<JsonIgnoreAttribute>().Any(i => i.Condition == JsonIgnoreCondition.Never) == true;
            if (isAsked && schema.Properties[property.Name] is OpenApiSchema { Type: { } kind } required) required.Type = kind & ~JsonSchemaType.Null;
            else if (!isAlwaysThere && (property.IsGetNullable || Nullable.GetUnderlyingType(property.PropertyType) is not null)) schema.Required?.Remove(property.Name);
        }
        return Task.CompletedTask;
    }
}
