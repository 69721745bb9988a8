using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace CivicPulse.Platform.Http;

/// <summary>HEAD is GET without the body, which the server leaves out by itself.</summary>
internal sealed class HeadAsGet(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http) => HttpMethods.IsHead(http.Request.Method) ? WithoutBodyAsync(http) : next(http);

    private async Task WithoutBodyAsync(HttpContext http)
    {
        http.Request.Method = HttpMethods.Get;
        var body = http.Response.Body;
        http.Response.Body = Stream.Null;
        try
        {
            await next(http);
        }
        finally
        {
            (http.Request.Method, http.Response.Body) = (HttpMethods.Head, body);
        }
    }
}

/// <summary>A plain OPTIONS is told which methods an address has.</summary>
internal sealed class AllowedMethods(RequestDelegate next)
{
    private const string NoSuchMethod = "405 HTTP Method Not Supported";

    public Task InvokeAsync(HttpContext http) =>
        HttpMethods.IsOptions(http.Request.Method) && http.GetEndpoint() is { DisplayName: NoSuchMethod, RequestDelegate: { } refusing } ? TellAsync(http, refusing) : next(http);

    private static async Task TellAsync(HttpContext http, RequestDelegate refusing)
    {
        await refusing(http);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}

/// <summary>This API speaks JSON, and on a few routes what they declare besides. A client that wants anything else is told at once.</summary>
internal sealed class Acceptable(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        var accept = http.Request.Headers.Accept;
        return accept.Count == 0 || accept.ToString() is var text && (text.Contains("*/*", StringComparison.Ordinal) || text.Contains("application/json", StringComparison.OrdinalIgnoreCase)) || Offers(http, accept)
            ? next(http)
            : Problems.Of(StatusCodes.Status406NotAcceptable, "not_acceptable", "This address answers with application/json, and with application/problem+json what it refuses.").ExecuteAsync(http);
    }

    private static bool Offers(HttpContext http, Microsoft.Extensions.Primitives.StringValues accept)
    {
        if (http.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<Access.NeedsPermission>() is null) return true;
        if (!MediaTypeHeaderValue.TryParseList([.. accept.OfType<string>()], out var wanted)) return false;
        var offered = endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().SelectMany(p => p.ContentTypes).Append("application/json").Append("application/problem+json");
        return offered.Any(o => o == "application/octet-stream" || wanted.Any(w => w.Quality is not 0 && MediaTypeHeaderValue.Parse(o).IsSubsetOf(w)));
    }
}
