using Microsoft.AspNetCore.Builder;

namespace CivicPulse.Platform.Http;

/// <summary><c>/api/docs</c>: the description of the API as pages to read and to try, from this host alone.</summary>
internal static class ApiPages
{
    private const string Path = "/api/docs";

    public static void UseApiPages(this IApplicationBuilder app) => app.UseSwaggerUI(pages =>
    {
        pages.RoutePrefix = Path[1..];
        pages.DocumentTitle = "CivicPulse API";
        pages.SwaggerEndpoint("/openapi/v1.json", "CivicPulse");
        pages.DisplayOperationId();
        pages.DisplayRequestDuration();
        pages.EnablePersistAuthorization();
    });
}
