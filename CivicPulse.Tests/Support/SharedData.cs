namespace CivicPulse.Tests.Support;

/// <summary>Real public data beside the repository; a clone without it skips the tests that need it.</summary>
internal static class SharedData
{
    public static string Folder(string name)
    {
        var root = Environment.GetEnvironmentVariable("CIVICPULSE_SHARED") ?? Path.Combine(Repository, "..", "shared");
        var folder = Path.Combine(root, "data", name);
        Assert.SkipUnless(Directory.Exists(folder), $"The shared data '{name}' is not here.");
        return folder;
    }

    public static string Repository { get; } = FindRepository();

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CivicPulse.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
