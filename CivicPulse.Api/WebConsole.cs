using System.Text;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace CivicPulse.Api;

/// <summary>Serves the built web console: <c>wwwroot</c> when published, the web project's <c>dist</c> in a working copy.</summary>
internal static class WebConsole
{
    private static readonly string[] NotPages = ["/api", "/auth", "/ws", "/openapi", "/health", "/alive", "/assets"];

    public static void AddWebConsole(this WebApplicationBuilder builder)
    {
        var dist = builder.Configuration["Web:Root"] ?? Path.Combine(AppContext.BaseDirectory, "../../../../CivicPulse.Web/dist");
        if (!Directory.Exists(builder.Environment.WebRootPath) && Directory.Exists(dist))
            builder.Environment.WebRootFileProvider = new PhysicalFileProvider(Path.GetFullPath(dist));
    }

    /// <summary>Names with a content hash never change; everything else is asked for anew.</summary>
    public static void UseWebConsoleFiles(this WebApplication app) => app.UseStaticFiles(new StaticFileOptions
    {
        OnPrepareResponse = file => file.Context.Response.GetTypedHeaders().CacheControl = file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal)
            ? new CacheControlHeaderValue { Public = true, MaxAge = TimeSpan.FromDays(365), Extensions = { new NameValueHeaderValue("immutable") } }
            : new CacheControlHeaderValue { NoCache = true },
    });

    /// <summary>
    /// Pages of the portal are the same page too, but say before any script runs what they are about. Whoever asks is a visitor there; what is
    /// not before the public is 404, with the page that explains it.
    /// </summary>
    public static void MapPortalPages(this WebApplication app) => app.MapGet("/portal/{**path}", async (string? path, HttpContext http, CurrentTenant tenant) =>
    {
        var index = app.Environment.WebRootFileProvider.GetFileInfo("index.html");
        if (!index.Exists) return Problems.Of(StatusCodes.Status404NotFound, "not_found", "There is nothing here by this address.");
        using var reader = new StreamReader(index.CreateReadStream());
        var html = await reader.ReadToEndAsync(http.RequestAborted);
        var address = http.Request.Site("/portal/" + path);
        var record = path?.Contains('/', StringComparison.Ordinal) == true;
        var page = record && tenant.Known is not null ? await http.RequestServices.GetRequiredService<PortalPages>().FindAsync(path!, address, http.RequestAborted) : null;
        http.Response.Headers.CacheControl = page is null ? "no-cache" : PortalRoutes.CacheControl;
        http.Response.Headers.Append("Vary", SiteAddress.Varies);
        return (IResult)TypedResults.Content(page?.Into(html, address.AbsoluteUri) ?? html, "text/html; charset=utf-8", Encoding.UTF8, record && page is null && tenant.Known is not null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
    }).WithMetadata(new PortalRoute(null)).Public(needsTenant: false).ExcludeFromDescription();

    /// <summary>Every address of the console is the same page; addresses of the API that do not exist stay 404.</summary>
    public static void MapWebConsole(this WebApplication app) => app.MapGet("{*path:nonfile}", async (HttpContext http) =>
    {
        var index = app.Environment.WebRootFileProvider.GetFileInfo("index.html");
        if (!index.Exists || NotPages.Any(p => http.Request.Path.StartsWithSegments(p, StringComparison.Ordinal)))
        {
            await Problems.Of(StatusCodes.Status404NotFound, "not_found", "There is nothing here by this address.").ExecuteAsync(http);
            return;
        }
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-cache";
        await http.Response.SendFileAsync(index, http.RequestAborted);
    }).WithOrder(int.MaxValue).Public(needsTenant: false).ExcludeFromDescription();
}
