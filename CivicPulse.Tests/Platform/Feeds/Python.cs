using System.Diagnostics;
using System.Text.Json;

namespace CivicPulse.Tests.Platform.Feeds;

/// <summary>The distribution's own Python, which reads what we write without knowing us.</summary>
internal static class Python
{
    private const string Program = "/usr/bin/python3";

    /// <summary>Runs a script of the fixtures on some bytes.</summary>
    /// <param name="needs">A module that the script imports; where it is missing the test skips, and fails in CI.</param>
    public static async Task<JsonElement> ReadAsync(string script, byte[] content, string needs)
    {
        var present = File.Exists(Program) && (await RunAsync(["-c", "import " + needs], [])).Code == 0;
        if (Environment.GetEnvironmentVariable("CI") is not { Length: > 0 }) Assert.SkipUnless(present, $"Python's {needs} is not here: eng/install.sh browser installs it.");
        Assert.True(present, $"Python's {needs} is not here.");
        var (code, output, errors) = await RunAsync([Path.Combine(AppContext.BaseDirectory, "Platform", "Feeds", "Fixtures", script)], content);
        Assert.True(code == 0, errors);
        return JsonElement.Parse(output);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string[] arguments, byte[] input)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PYTHONIOENCODING"] = "utf-8";
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
