
// Aspire's SDK writes these from the project references.
#pragma warning disable S101 // Aspire forms the names so.
namespace Projects;

internal static class Location
{
    public static string AppHostDirectory { get; } = Path.Combine(CivicPulse.AppHost.Instance.Repository.Root, "CivicPulse.AppHost");

    public static string Of(string project) => Path.GetFullPath($"../{project}/{project}.csproj", AppHostDirectory);
}

internal sealed class CivicPulse_Api : IProjectMetadata
{
    public string ProjectPath => Location.Of("CivicPulse.Api");
}

internal sealed class CivicPulse_Worker : IProjectMetadata
{
    public string ProjectPath => Location.Of("CivicPulse.Worker");
}

internal sealed class CivicPulse_AiService : IProjectMetadata
{
    public string ProjectPath => Location.Of("CivicPulse.AiService");
}
