using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Platform.Http;

public static class SecurityHeaders
{
    private const string Policy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
    private const string TwoYears = "max-age=63072000";

    /// <summary>Set when the answer starts, so that error answers carry them too; an endpoint may have set a policy of its own.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(static state => Apply((HttpContext)state), http);
        return next(http);
    });

    private static Task Apply(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(self), microphone=()";
        if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = Policy;
        if (http.Request.IsHttps) headers.StrictTransportSecurity = TwoYears;
        // Answers of the API belong to one account: nobody in between keeps them, and the client asks again with their ETag.
        if (headers.CacheControl.Count > 0) return Task.CompletedTask;
        if (http.Request.Path.StartsWithSegments("/auth", StringComparison.OrdinalIgnoreCase)) headers.CacheControl = "no-store";
        else if (http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)) headers.CacheControl = "private, no-cache";
        return Task.CompletedTask;
    }
}
