using Microsoft.AspNetCore.Http;

namespace CivicPulse.ServiceDefaults;

internal static class HealthPaths
{
    public const string Ready = "/health";
    public const string Live = "/alive";

    /// <summary>Health is polled for ever: a trace of it would bury those of people.</summary>
    public static bool Contains(PathString path) => path.StartsWithSegments(Ready, StringComparison.Ordinal)
        || path.StartsWithSegments(Live, StringComparison.Ordinal);
}
