using System.Text.RegularExpressions;
using CivicPulse.Api;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Live;
using CivicPulse.Platform.Tenancy;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using RedisChannel = StackExchange.Redis.RedisChannel;

namespace CivicPulse.Tests.Laws;

/// <summary>Who listens hears what is for them, and nothing that is for others: each kind of message, each channel, also after coming back.</summary>
public sealed partial class LiveLaws(TestSystem system)
{
    [Fact]
    public async Task No_message_crosses_tenants_or_accounts() =>
        Assert.Empty(await StrayAsync(system.Site.Api, system.BaseAddress));

    [Fact]
    public async Task The_law_notices_when_channels_are_not_apart()
    {
        await using var site = new RealHost<ApiHost>(system.Site.Settings, services => services.AddSingleton<LiveChannels, OneForAll>());
        Assert.NotEmpty(await StrayAsync(site.Services, site.Address));
    }

    /// <returns>What was heard by somebody it was not for, or not heard by somebody it was for.</returns>
    private async Task<List<string>> StrayAsync(IServiceProvider api, Uri address)
    {
        var kinds = Kinds().ToList();
        Assert.Contains("job_progress", kinds);
        var tenants = new[] { await system.NewTenantAsync(), await system.NewTenantAsync() };
        var listeners = new List<Listener>();
        foreach (var tenant in tenants)
        {
            foreach (var role in (Role[])[Role.Owner, Role.Viewer])
            {
                using var client = await tenant.AsAsync(role);
                var id = Guid.Parse((await client.ReadAsync("/auth/session")).Text("account_id"));
                var token = client.DefaultRequestHeaders.Authorization!.Parameter!;
                var socket = await LiveClient.OpenAsync(address, tenant, token, "?resume=");
                listeners.Add(new Listener(tenant, id, token, socket) { Place = (await socket.ReadAsync())!.Value.Text("id") });
            }
        }
        var live = api.GetRequiredService<LiveMessages>();
        var sent = (from tenant in tenants
                    from account in listeners.Where(l => l.Tenant == tenant).Select(l => (Guid?)l.Account).Append(null)
                    from kind in kinds
                    select (Tenant: tenant, Account: account, Kind: kind, Mark: $"{tenant.Slug}/{account}/{kind}")).ToList();
        foreach (var m in sent) await live.SendAsync(m.Tenant.Tenant, m.Account, m.Kind, new { mark = m.Mark });
        // An end on each channel: what comes by one has no order with what comes by the other.
        foreach (var l in listeners) await live.SendAsync(l.Tenant.Tenant, l.Account, "end", new { mark = "end" });
        foreach (var tenant in tenants) await live.SendAsync(tenant.Tenant, null, "end", new { mark = "end" });

        var stray = new List<string>();
        foreach (var l in listeners)
        {
            var expected = sent.Where(m => m.Tenant == l.Tenant && (m.Account is null || m.Account == l.Account)).Select(m => m.Mark).ToList();
            Compare("heard", l, expected, await HeardAsync(l.Socket));
            l.Socket.Dispose();
            // Others' places are worth nothing but their time: the asker's own channels are read.
            foreach (var other in listeners.Where(o => o.Place.Split('~')[0] == l.Place.Split('~')[0]))
            {
                using var again = await LiveClient.OpenAsync(address, l.Tenant, l.Token, "?resume=" + other.Place);
                Assert.Equal("ready", (await again.ReadAsync())!.Value.Text("type"));
                Compare("resumed", l, expected, await HeardAsync(again));
            }
        }
        return stray;

        void Compare(string how, Listener l, List<string> expected, List<string> heard)
        {
            stray.AddRange(heard.Except(expected, StringComparer.Ordinal).Select(m => $"{l.Tenant.Slug}/{l.Account} {how} {m}"));
            stray.AddRange(expected.Except(heard, StringComparer.Ordinal).Select(m => $"{l.Tenant.Slug}/{l.Account} never {how} {m}"));
        }
    }

    private static async Task<List<string>> HeardAsync(LiveClient socket) =>
        [.. (await socket.UntilAsync("end")).Concat(await socket.UntilAsync("end")).Select(m => m.GetProperty("data")).Where(d => d.TryGetProperty("mark", out _)).Select(d => d.Text("mark"))];

    /// <summary>Every kind that the sources send.</summary>
    private static IEnumerable<string> Kinds() =>
        from project in (string[])["CivicPulse.Platform", "CivicPulse.Modules"]
        from file in Directory.EnumerateFiles(Path.Combine(SharedData.Repository, project), "*.cs", SearchOption.AllDirectories)
        from Match sent in Sent().Matches(File.ReadAllText(file))
        group sent by sent.Groups["kind"].Value into kind
        select kind.Key;

    [GeneratedRegex("live\\.SendAsync\\([^\"]*\"(?<kind>[a-z_]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Sent();

    private sealed record Listener(TestTenant Tenant, Guid Account, string Token, LiveClient Socket)
    {
        public required string Place { get; init; }
    }

    private sealed class OneForAll : LiveChannels
    {
        public override RedisChannel Of(Tenant tenant, Guid? account) => RedisChannel.Literal("civicpulse:live:everybody");
    }
}
