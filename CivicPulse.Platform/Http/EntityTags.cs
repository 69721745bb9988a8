using System.Buffers;
using System.Globalization;
using System.IO.Hashing;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace CivicPulse.Platform.Http;

/// <summary>
/// An answer that shows one row: its version becomes the <c>ETag</c>, which <c>If-None-Match</c> and <c>If-Match</c> name. Declare it as
/// <c>[property: JsonIgnore] uint RowVersion</c> and fill it with <see cref="Data.Entity.Version"/>.
/// </summary>
public interface IVersioned
{
    uint RowVersion { get; }
}

/// <summary>
/// Tags are <c>"version-hash"</c>: a change is refused when the row's version differs; a read is "not modified" only when every byte
/// is the same, also those that come from other rows.
/// </summary>
internal static class EntityTags
{
    public static void WithEntityTags(this IEndpointConventionBuilder group) => group.AddEndpointFilterFactory((route, next) =>
        Names(route.MethodInfo.ReturnType, 0) ? invocation => TagAsync(invocation, next) : next);

    /// <summary>Decided once for a route, from what its handler returns: other routes pay nothing.</summary>
    internal static bool Names(Type type, int depth) => typeof(IVersioned).IsAssignableFrom(type)
        || (depth < 4 && type.IsGenericType && !typeof(System.Collections.IEnumerable).IsAssignableFrom(type)
            && type.GetGenericTypeDefinition() != typeof(Page<>) && type.GetGenericArguments().Any(a => Names(a, depth + 1)));

    private static async ValueTask<object?> TagAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var result = await next(invocation);
        var actual = result;
        while (actual is INestedHttpResult nested) actual = nested.Result;
        if ((actual is IValueHttpResult answer ? answer.Value : actual) is not IVersioned versioned) return result;
        var http = invocation.HttpContext;
        var body = JsonSerializer.SerializeToUtf8Bytes(versioned, JsonOf(http).GetTypeInfo(versioned.GetType()));
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{versioned.RowVersion:x}-{XxHash3.HashToUInt64(body):x}\"");
        if (HttpMethods.IsGet(http.Request.Method)) return new TaggedJson(body, tag);
        http.Response.Headers.ETag = tag;
        return result;
    }

    internal static JsonSerializerOptions JsonOf(HttpContext http) => http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;

    /// <summary>The version that a tag of ours begins with.</summary>
    public static bool TryVersion(ReadOnlySpan<char> tag, out uint version)
    {
        var text = tag.Trim('"');
        var end = text.IndexOf('-');
        version = 0;
        return end > 0 && uint.TryParse(text[..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out version);
    }

    /// <summary>Whether <c>If-None-Match</c> names it; a tag that was weakened on the way counts.</summary>
    internal static bool Holds(StringValues seen, string tag) =>
        seen.Count > 0 && EntityTagHeaderValue.TryParseList([.. seen.OfType<string>()], out var tags)
        && tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Tag.Equals(tag, StringComparison.Ordinal));

    /// <summary>JSON that was serialized before, with its tag; 304 without a body for whoever has it.</summary>
    internal sealed class TaggedJson(byte[] body, string tag) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.Headers.ETag = tag;
            if (Holds(httpContext.Request.Headers.IfNoneMatch, tag))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }
            response.ContentType = "application/json; charset=utf-8";
            response.ContentLength = body.Length;
            return response.Body.WriteAsync(body, 0, body.Length, httpContext.RequestAborted);
        }
    }
}
