using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CivicPulse.Platform.Access;

/// <summary>How much harm a field does in wrong hands.</summary>
public enum Sensitivity
{
    /// <summary>Anybody may see it.</summary>
    Public,

    /// <summary>Everybody with a place in the tenant.</summary>
    Internal,

    /// <summary>Those who hold <c>platform.read_confidential</c>: contact details of people, for instance.</summary>
    Confidential,

    /// <summary>Those who hold <c>platform.read_restricted</c>: what could hurt somebody, such as a health note or a home address under protection.</summary>
    Restricted,
}

/// <summary>
/// On a property of a record that crosses the wire: left out for whoever may not see that tier, and noted in the audit for whoever does.
/// In a positional record write <c>[property: Sensitive(...)]</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SensitiveAttribute(Sensitivity tier) : Attribute
{
    public Sensitivity Tier { get; } = tier;

    /// <summary>Marks the field in the API's description.</summary>
    internal static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        if (context.JsonPropertyInfo?.AttributeProvider is MemberInfo member && member.GetCustomAttribute<SensitiveAttribute>() is { } sensitive)
        {
            schema.Extensions ??= new Dictionary<string, IOpenApiExtension>(StringComparer.Ordinal);
            schema.Extensions["x-sensitivity"] = new JsonNodeExtension(JsonValue.Create(sensitive.Tier.ToString().ToLowerInvariant()));
        }
        return Task.CompletedTask;
    }
}
