namespace CivicPulse.AppHost.Instance;

/// <summary>Everything one instance keeps: its data, its secrets and ports, its logs. Two folders are two instances.</summary>
internal sealed class DataFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public DataFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(Path);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Of("run"));
        else
            Directory.CreateDirectory(Of("run"), OwnerOnly | UnixFileMode.UserExecute);
    }

    public string Path { get; }

    public string Of(params ReadOnlySpan<string> names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Writes a file that only its owner can read, and whole or not at all.</summary>
    public void WritePrivately(string name, string text)
    {
        var path = Of(name);
        var unfinished = $"{path}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var file = new FileStream(unfinished, options))
        using (var writer = new StreamWriter(file))
            writer.Write(text);
        File.Move(unfinished, path, overwrite: true);
    }
}
