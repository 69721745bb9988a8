using System.IO.Hashing;
using System.Text.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Portal;

/// <summary>A page of the public portal. Whoever asks is a visitor there, and sees what was published.</summary>
/// <param name="Section">The part of the portal that must be open; null for what every open portal has.</param>
public sealed record PortalRoute(string? Section);

public static class PortalRoutes
{
    internal const string Prefix = "/api/v1/portal";

    /// <summary>Seconds that a browser, and whatever stands in between, may keep a page; and how long they may show it while asking again.</summary>
    public const string CacheControl = "public, max-age=60, stale-while-revalidate=600";

    /// <summary>What was asked says where somebody lives: nothing between may keep it.</summary>
    public static TBuilder NotKept<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new NeverKept());

    /// <summary>
    /// Routes below <c>/api/v1/portal</c> for anybody: no sign-in, only published rows, an <c>ETag</c> over the bytes, kept by caches. They
    /// answer 404 while the tenant's portal or its <paramref name="section"/> is closed.
    /// </summary>
    public static RouteGroupBuilder MapPortal(this IEndpointRouteBuilder routes, string? section) => routes.MapGroup(Prefix).Public()
        .WithMetadata(new PortalRoute(section)).AddEndpointFilter(LetInAsync).WithTags("Portal");

    private static async ValueTask<object?> LetInAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var http = invocation.HttpContext;
        var section = http.GetEndpoint()!.Metadata.GetMetadata<PortalRoute>()!.Section;
        var settings = await http.RequestServices.GetRequiredService<PortalDoor>().SettingsAsync(http.RequestAborted);
        if (!settings.Open || (section is not null && !settings.Sections.Contains(section, StringComparer.Ordinal)))
            return Problems.Of(StatusCodes.Status404NotFound, "portal.closed", "This organization does not show this to the public.");
        var result = await next(invocation);
        while (result is INestedHttpResult nested) result = nested.Result;
        if (!HttpMethods.IsGet(http.Request.Method)) return result;
        return result is IStatusCodeHttpResult { StatusCode: >= 300 } ? result : Kept(http, result);
    }

    private static object? Kept(HttpContext http, object? result)
    {
        http.Response.Headers.CacheControl = http.GetEndpoint()!.Metadata.GetMetadata<NeverKept>() is null ? CacheControl : "no-store";
        http.Response.Headers.Append("Vary", SiteAddress.Varies);
        var value = result is IValueHttpResult answer ? answer.Value : result;
        if (value is null or IResult) return result;
        var body = JsonSerializer.SerializeToUtf8Bytes(value, EntityTags.JsonOf(http).GetTypeInfo(value.GetType()));
        return new EntityTags.TaggedJson(body, $"\"{XxHash3.HashToUInt64(body):x}\"");
    }
}

internal sealed record NeverKept;
