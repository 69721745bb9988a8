using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using CivicPulse.Modules;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Laws;

/// <summary>The description of the API is complete, true, and clean to its linter.</summary>
public sealed partial class DescriptionLaws(TestSystem system)
{
    [Fact]
    public async Task Every_operation_says_what_it_is_what_it_needs_and_what_it_answers()
    {
        var description = await ApiDescription.ReadAsync(system.BaseAddress);
        Assert.StartsWith("3.1", description.Document.Text("openapi"), StringComparison.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (method, path, operation) in description.Operations)
        {
            Assert.True(names.Add(operation.Text("operationId")), $"{operation.Text("operationId")} is the name of two operations.");
            Assert.True(operation.TryGetProperty("summary", out _), $"{method} {path} has no summary.");
            Assert.Matches("Needs `[a-z_.]+`|Anybody may call this", operation.Text("description"));
            Assert.NotEmpty(operation.List("tags"));
            foreach (var status in (string[])["400", "429", "504"]) Assert.True(operation.GetProperty("responses").TryGetProperty(status, out _), $"{method} {path} does not tell of {status}.");
        }
        Assert.True(names.Count > 25);
    }

    [Fact]
    public async Task Every_example_of_a_request_is_its_authors_own()
    {
        var description = await ApiDescription.ReadAsync(system.BaseAddress);
        var schemas = description.Document.GetProperty("components").GetProperty("schemas");
        var without = from o in description.Operations
                      where o.Operation.TryGetProperty("requestBody", out _)
                      let content = o.Operation.GetProperty("requestBody").GetProperty("content")
                      where content.TryGetProperty("application/json", out _)
                      let name = content.GetProperty("application/json").GetProperty("schema").TryGetProperty("$ref", out var r) ? r.GetString()!.Split('/')[^1] : ""
                      where name.Length == 0 || !schemas.GetProperty(name).TryGetProperty("examples", out _)
                      select $"{o.Method} {o.Path} ({name})";
        Assert.Empty(without);
    }

    /// <summary>The description knows records by their names alone: of two it would tell one, in both places.</summary>
    [Fact]
    public void No_two_records_of_the_modules_have_the_same_name() =>
        Assert.Empty(typeof(AllModules).Assembly.GetExportedTypes().Where(t => !t.IsNested).GroupBy(t => t.Name, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public async Task The_linter_has_nothing_to_say()
    {
        var tools = await RunAsync("bash", [Path.Combine(SharedData.Repository, "eng", "tools.sh"), "spectral"]);
        if (Environment.GetEnvironmentVariable("CI") is null) Assert.SkipUnless(tools.Code == 0, "Spectral cannot be installed here.");
        Assert.True(tools.Code == 0, tools.Output);
        using var client = new HttpClient();
        var file = Path.Combine(Directory.CreateTempSubdirectory("civicpulse-openapi-").FullName, "openapi.json");
        await File.WriteAllTextAsync(file, await client.GetStringAsync(new Uri(system.BaseAddress, "/openapi/v1.json")));
        var lint = await RunAsync(Path.Combine(tools.Output.Trim().Split('\n')[^1], "node_modules", ".bin", "spectral"),
            ["lint", file, "--ruleset", Path.Combine(SharedData.Repository, "eng", "spectral", "ruleset.yaml"), "--fail-severity", "warn"]);
        Assert.True(lint.Code == 0, lint.Output);
    }

    [Fact]
    public void Every_code_of_a_problem_is_in_the_catalogue()
    {
        var catalogue = File.ReadAllText(Path.Combine(SharedData.Repository, "docs", "developer", "http.md"));
        var used = from project in (string[])["CivicPulse.Platform", "CivicPulse.Modules", "CivicPulse.AiService"]
                   from file in Directory.EnumerateFiles(Path.Combine(SharedData.Repository, project), "*.cs", SearchOption.AllDirectories)
                   where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
                   from Match match in Code().Matches(File.ReadAllText(file))
                   select match.Groups["code"].Value;
        var codes = used.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        Assert.True(codes.Count > 40, $"Only {codes.Count} codes were found.");
        Assert.DoesNotContain(codes, c => !catalogue.Contains($"`{c}`", StringComparison.Ordinal));
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? await output : await output + await errors);
    }

    [GeneratedRegex("""(?:new RuleBroken\(|new BadInput\(|BadInput [A-Z]\w+\([^)]*\) => new\(|throw Unknown\(|Problems\.Of\([^,"]+,|RuleBroken\.Unless\([^"]*|Status\d+\w+\s*(?:,|=>))\s*"(?<code>[a-z_]+(?:\.[a-z_]+)?)",""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Code();
}
