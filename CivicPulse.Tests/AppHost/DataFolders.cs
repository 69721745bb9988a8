namespace CivicPulse.Tests.AppHost;

/// <summary>A folder that the database server's own user may enter, gone after the test.</summary>
public abstract class DataFolders : IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("civicpulse-apphost-").FullName;

    protected DataFolders()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Directory.Delete(Folder, recursive: true);
    }
}
