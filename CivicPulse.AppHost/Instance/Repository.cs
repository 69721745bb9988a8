using System.Reflection;

namespace CivicPulse.AppHost.Instance;

internal static class Repository
{
    /// <summary>The checkout that this program was built in.</summary>
    public static string Root { get; } = Path.GetFullPath(typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => string.Equals(a.Key, "RepositoryRoot", StringComparison.Ordinal)).Value!);
}
