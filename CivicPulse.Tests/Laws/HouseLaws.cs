using System.Reflection;
using System.Text.RegularExpressions;
using CivicPulse.Modules;
using CivicPulse.Platform.Access;
using CivicPulse.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace CivicPulse.Tests.Laws;

/// <summary>The rules of the house, read from its own source.</summary>
public sealed partial class HouseLaws
{
    private static readonly string Modules = Path.Combine(SharedData.Repository, "CivicPulse.Modules");

    [Fact]
    public void A_module_sees_only_the_public_part_of_modules_above_it()
    {
        var order = AllModules.List.All.Select(m => m.Name).ToList();
        var wrong = from file in Sources("CivicPulse.Modules")
                    let home = Path.GetRelativePath(Modules, file).Split(Path.DirectorySeparatorChar)[0]
                    where order.Contains(home)
                    from Match used in OtherModule().Matches(File.ReadAllText(file))
                    let other = used.Groups["module"].Value
                    where other != home && (order.IndexOf(other) > order.IndexOf(home) || used.Groups["part"].Value != "Public")
                    select $"{home} uses {used.Value} in {Path.GetFileName(file)}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_module_folder_is_one_line_in_the_list_and_has_its_readme()
    {
        var folders = Directory.GetDirectories(Modules).Select(f => Path.GetFileName(f)).Where(f => f is not ("bin" or "obj")).ToList();
        Assert.Equal(folders.Order(StringComparer.Ordinal), AllModules.List.All.Select(m => m.Name).Order(StringComparer.Ordinal));
        Assert.All(folders, f => Assert.InRange(File.ReadLines(Path.Combine(Modules, f, "README.md")).Count(), 5, 25));
    }

    [Fact]
    public void What_crosses_the_wire_is_a_public_sealed_record_or_an_enumeration()
    {
        var wrong = typeof(AllModules).Assembly.GetTypes()
            .Where(t => t.Namespace?.EndsWith(".Endpoints", StringComparison.Ordinal) == true && !t.IsNested && !t.IsInterface && !(t.IsAbstract && t.IsSealed))
            .Where(t => !(t.IsPublic && t.IsSealed && t.GetMethod("<Clone>$") is not null) && t.GetCustomAttribute<System.Runtime.CompilerServices.CompilerGeneratedAttribute>() is null)
            .Select(t => t.FullName);
        Assert.Empty(wrong);
    }

    [Fact]
    public void Files_stay_short_and_clocks_and_statics_stay_out()
    {
        string[] projects = ["CivicPulse.Platform", "CivicPulse.Modules", "CivicPulse.Api", "CivicPulse.Worker", "CivicPulse.AiService", "CivicPulse.ServiceDefaults"];
        foreach (var file in projects.SelectMany(Sources))
        {
            var text = File.ReadAllText(file);
            Assert.True(text.Count(c => c == '\n') <= 300, $"{file} has more than 300 lines.");
            Assert.DoesNotMatch(Clock(), text);
        }
    }

    [Fact]
    public void Permission_words_are_unique_and_named_after_their_module()
    {
        var words = AllModules.List.Permissions.Select(p => p.Word).ToList();
        Assert.Equal(words.Count, words.Distinct(StringComparer.Ordinal).Count());
        foreach (var module in AllModules.List.All)
            Assert.All(module.Permissions, p => Assert.Matches($"^(?i:{module.Name})s?\\.[a-z_]+$", p.Word));
    }

    [Fact]
    public void A_route_without_a_permission_keeps_the_api_from_starting()
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        app.MapGet("/open", () => "door");
        var refused = Assert.Throws<InvalidOperationException>(() => app.RefuseUnguardedRoutes(AllModules.List));
        Assert.Contains("names no permission", refused.Message, StringComparison.Ordinal);

        var misspelt = WebApplication.CreateSlimBuilder().Build();
        misspelt.MapGet("/open", () => "door").Needs("governance.raed");
        Assert.Contains("no module declares", Assert.Throws<InvalidOperationException>(() => misspelt.RefuseUnguardedRoutes(AllModules.List)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Sources(string project) =>
        Directory.EnumerateFiles(Path.Combine(SharedData.Repository, project), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    [GeneratedRegex(@"CivicPulse\.Modules\.(?<module>[A-Z][A-Za-z]+)(\.(?<part>[A-Z][A-Za-z]+))?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OtherModule();

    [GeneratedRegex(@"DateTime(Offset)?\.(Utc)?Now", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Clock();
}
