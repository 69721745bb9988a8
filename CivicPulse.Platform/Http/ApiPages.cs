using Microsoft.AspNetCore.Builder;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace CivicPulse.Platform.Http;

/// <summary><c>/api/docs</c>: the description of the API as pages to read and to try, from this host alone.</summary>
internal static class ApiPages
{
    private const string Path = "/api/docs";

    /// <summary>Only below its own path: it compares every path that it sees with patterns.</summary>
    public static void UseApiPages(this IApplicationBuilder app) =>
        app.UseWhen(http => http.Request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase), below => below.UseSwaggerUI(Describe));

    private static void Describe(SwaggerUIOptions pages)
    {
        pages.RoutePrefix = Path[1..];
        pages.DocumentTitle = "CivicPulse API";
        pages.SwaggerEndpoint("/openapi/v1.json", "CivicPulse");
        pages.DisplayOperationId();
        pages.DisplayRequestDuration();
        pages.EnablePersistAuthorization();
    }
}
