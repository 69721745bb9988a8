using Microsoft.AspNetCore.Http;

namespace CivicPulse.Platform.Http;

public static class SiteAddress
{
    /// <summary>What an answer for everybody depends on besides its address: the tenant, and which origins it lets read it.</summary>
    public const string Varies = "X-Tenant, Origin";

    /// <summary>The site by the name that the caller used, for addresses that leave it: in feeds and in the heads of pages.</summary>
    /// <exception cref="BadInput">The Host header is no name of a host.</exception>
    public static Uri Site(this HttpRequest request, string path = "") =>
        Uri.TryCreate($"{request.Scheme}://{request.Host}{new PathString(path).ToUriComponent()}", UriKind.Absolute, out var site)
            ? site
            : throw new BadInput("bad_host", "The Host header is no name of a host.");
}
