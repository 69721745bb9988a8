using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.AppHost;

public sealed class WholeSystem : DataFolders
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Backing.Built("CivicPulse.AppHost"))!, "../../../.."));

    [Fact]
    public async Task It_comes_up_tells_where_it_is_records_what_it_does_and_leaves_nothing_when_killed()
    {
        await using (var instance = await RunningInstance.UpAsync(Folder, "status.json"))
        {
            var status = JsonSerializer.Deserialize<JsonElement>(await CommandAsync("status", "--json"));
            Assert.Equal("demo", status.GetProperty("tenant").GetString());
            using var client = new HttpClient { BaseAddress = new Uri(Text(status, "api")) };
            if (File.Exists(Path.Combine(Root, "CivicPulse.Web", "dist", "index.html")))
                await AssertServedAsync(client, new Uri(Text(status, "web")));
            await SignInAsync(client, status.GetProperty("login"));
            Assert.StartsWith("http://127.0.0.1:", Text(status, "otlp"), StringComparison.Ordinal);
            if (status.GetProperty("dashboard").GetString() is { } dashboard)
                await AssertTracedAsync(client, new Uri(dashboard), instance.Read("secrets.json").GetProperty("dashboard_api_key").GetString()!);

            instance.Signal("KILL");
            await Eventually.TrueAsync(() => Task.FromResult(RunningInstance.ProcessesOf(Folder).Count == 0), seconds: 20);
        }
        var (code, _) = await RunAsync("status", "--json");
        Assert.NotEqual(0, code);
    }

    // Browsers resolve names below localhost by themselves; not every system library does.
    private static async Task AssertServedAsync(HttpClient client, Uri web)
    {
        Assert.Equal("demo.localhost", web.Host);
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(web) { Host = "127.0.0.1" }.Uri) { Headers = { Host = web.Authority } };
        using var page = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("<title>", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task SignInAsync(HttpClient client, JsonElement login)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/auth/token/")
        {
            Headers = { { "X-Tenant", "demo" } },
            Content = JsonContent.Create(new { username = Text(login, "email"), password = Text(login, "password") }),
        };
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEmpty(Text(await answer.Content.ReadFromJsonAsync<JsonElement>(), "access_token"));
    }

    // The sign-in is there; the health checks, of which there were many by now, are not.
    private static async Task AssertTracedAsync(HttpClient client, Uri dashboard, string key)
    {
        await Eventually.TrueAsync(async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(dashboard, "/api/telemetry/traces?limit=500")) { Headers = { { "x-api-key", key } } };
            using var answer = await client.SendAsync(request);
            var traces = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain("GET /health", traces, StringComparison.Ordinal);
            return traces.Contains("POST /auth/token", StringComparison.Ordinal);
        }, seconds: 20);
    }

    private async Task<string> CommandAsync(params string[] arguments)
    {
        var (code, output) = await RunAsync(arguments);
        Assert.Equal(0, code);
        return output;
    }

    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Root, "civicpulse"), arguments)
        {
            Environment = { ["CIVICPULSE_DATA"] = Folder },
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var command = Process.Start(start)!;
        var output = await command.StandardOutput.ReadToEndAsync();
        await command.WaitForExitAsync();
        return (command.ExitCode, output);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
