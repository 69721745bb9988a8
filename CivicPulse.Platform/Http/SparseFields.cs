using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Platform.Http;

/// <summary><c>?fields=id,name</c>: only these are read from the database, and only these are written.</summary>
internal sealed class SparseFields
{
    private const int Longest = 1000;
    private readonly HashSet<string> _properties;
    private readonly JsonPropertyInfo[] _shown;

    private SparseFields(JsonPropertyInfo[] shown) => (_shown, _properties) = (shown, shown.Select(PropertyName).ToHashSet(StringComparer.OrdinalIgnoreCase));

    public static SparseFields? Of<TItem>(string? asked)
    {
        if (asked is null) return null;
        var known = Wire.Json.GetTypeInfo(typeof(TItem)).Properties.Where(p => p.Get is not null).ToList();
        if (asked.Length > Longest) throw new BadInput("unknown_field", "`fields` is too long.");
        var shown = new List<JsonPropertyInfo>();
        foreach (var name in asked.Split(',', StringSplitOptions.TrimEntries))
        {
            var found = known.Find(p => p.Name == name)
                ?? throw new BadInput("unknown_field", $"`fields` names what is not here. There is {string.Join(", ", known.Select(p => p.Name))}.");
            if (!shown.Contains(found)) shown.Add(found);
        }
        // In one order, whatever was asked: so few queries are compiled.
        return new SparseFields([.. known.Where(shown.Contains)]);
    }

    /// <summary>The projection without the columns that nobody asked for.</summary>
    public Expression Narrow<TItem>(Expression select) => new Narrowing(typeof(TItem), _properties).Visit(select);

    public void Write(Utf8JsonWriter writer, object item, JsonTypeInfo type)
    {
        writer.WriteStartObject();
        foreach (var wanted in _shown)
        {
            if (type.Properties.FirstOrDefault(p => p.Name == wanted.Name) is not { Get: { } get } property) continue;
            var value = get(item);
            if (property.ShouldSerialize is { } shows && !shows(item, value)) continue;
            if (value is null) continue;
            writer.WritePropertyName(property.Name);
            JsonSerializer.Serialize(writer, value, type.Options.GetTypeInfo(property.PropertyType));
        }
        writer.WriteEndObject();
    }

    private static string PropertyName(JsonPropertyInfo property) => (property.AttributeProvider as System.Reflection.PropertyInfo)?.Name ?? property.Name;

    private sealed class Narrowing(Type item, HashSet<string> properties) : ExpressionVisitor
    {
        protected override Expression VisitNew(NewExpression node)
        {
            if (node.Type != item || node.Constructor is null) return base.VisitNew(node);
            var parameters = node.Constructor.GetParameters();
            return node.Update(node.Arguments.Select((a, i) => properties.Contains(parameters[i].Name!) ? a : Expression.Default(a.Type)));
        }
    }
}

/// <summary>A page of which only some fields are shown.</summary>
internal interface INarrowed
{
    SparseFields? Shown { get; }

    IReadOnlyList<object?> Rows { get; }

    string? Next { get; }
}

internal static class NarrowedPages
{
    private static readonly ConcurrentDictionary<Type, bool> Known = new();

    public static void WithFields(this IEndpointConventionBuilder group) => group.AddEndpointFilterFactory((route, next) =>
        Known.GetOrAdd(route.MethodInfo.ReturnType, static t => Pages(t, 0)) ? invocation => NarrowAsync(invocation, next) : next);

    private static bool Pages(Type type, int depth) => typeof(INarrowed).IsAssignableFrom(type)
        || (depth < 4 && type.IsGenericType && type.GetGenericArguments().Any(a => Pages(a, depth + 1)));

    private static async ValueTask<object?> NarrowAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var result = await next(invocation);
        var actual = result;
        while (actual is INestedHttpResult nested) actual = nested.Result;
        var value = actual is IValueHttpResult answer ? answer.Value : actual;
        return value is INarrowed { Shown: not null } page ? new NarrowedJson(page) : result;
    }

    private sealed class NarrowedJson(INarrowed page) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = "application/json; charset=utf-8";
            var options = EntityTags.JsonOf(httpContext);
            await using (var writer = new Utf8JsonWriter(httpContext.Response.BodyWriter))
            {
                writer.WriteStartObject();
                writer.WriteStartArray("items");
                foreach (var item in page.Rows) page.Shown!.Write(writer, item!, options.GetTypeInfo(item!.GetType()));
                writer.WriteEndArray();
                writer.WriteString("next", page.Next);
                writer.WriteEndObject();
            }
            await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }
    }
}
