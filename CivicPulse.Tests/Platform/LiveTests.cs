using System.Net.WebSockets;
using System.Text.Json;
using CivicPulse.Modules.Accounts.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Live;
using CivicPulse.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.Platform;

public sealed class LiveTests(TestSystem system)
{
    [Fact]
    public async Task Progress_reaches_the_one_who_waits_and_nobody_else()
    {
        var (tenant, other) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        using var mine = await OpenAsync(tenant, await tenant.TokenAsync(tenant.OwnerEmail));
        using var colleague = await OpenAsync(tenant, await TokenOfAsync(tenant, Role.Admin));
        using var foreign = await OpenAsync(other, await other.TokenAsync(other.OwnerEmail));
        var heardElsewhere = Task.WhenAny(colleague.ReadAsync(), foreign.ReadAsync());

        await tenant.Owner.NewMeetingAsync("Live", Council.Turns);
        var steps = new List<string>();
        while (steps.LastOrDefault() != "done")
        {
            var message = (await mine.ReadAsync())!.Value;
            Assert.Equal("job_progress", message.Text("type"));
            steps.Add(message.GetProperty("data").Text("step"));
        }
        Assert.Equal(["indexing", "minutes", "saving", "done"], steps);
        Assert.False(heardElsewhere.IsCompleted, "Somebody else heard of it.");
    }

    [Fact]
    public async Task Nobody_listens_without_signing_in()
    {
        var tenant = await system.NewTenantAsync();
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(tenant, "made-up"));
        Assert.Contains("401", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_missed_comes_once_and_in_the_order_of_its_channel_to_the_one_who_resumes()
    {
        var tenant = await system.NewTenantAsync();
        var token = await tenant.TokenAsync(tenant.OwnerEmail);
        using var first = await OpenAsync(tenant, token, "?resume=");
        Assert.Equal("ready", (await first.ReadAsync())!.Value.Text("type"));
        var account = await OwnerIdAsync(tenant);
        for (var i = 0; i < 4; i++) await SendAsync(tenant, i % 2 == 0 ? account : null, i);
        // Two channels: which message of the other comes between is left open.
        var (one, two) = ((await first.ReadAsync())!.Value, (await first.ReadAsync())!.Value);
        var place = two.Text("id");
        first.Socket.Abort();
        for (var i = 4; i < 20; i++) await SendAsync(tenant, i % 3 == 0 ? account : null, i);

        using var second = await OpenAsync(tenant, token, "?resume=" + place);
        for (var i = 20; i < 30; i++) await SendAsync(tenant, i % 3 == 0 ? account : null, i);
        Assert.Equal("ready", (await second.ReadAsync())!.Value.Text("type"));
        await SendAsync(tenant, account, -1, "end");
        await SendAsync(tenant, null, -1, "end");
        // The tenant's channel and the account's are two: each is told in its order.
        var heard = (await second.UntilAsync("end")).Concat(await second.UntilAsync("end")).Select(Number).ToList();
        Assert.Equal(Enumerable.Range(0, 30).Except([Number(one), Number(two)]), heard.Order());
        Assert.Equal(Enumerable.Range(4, 26).Where(i => i % 3 == 0), heard.Where(i => i >= 4 && i % 3 == 0));
        Assert.Equal(Enumerable.Range(4, 26).Where(i => i % 3 != 0), heard.Where(i => i >= 4 && i % 3 != 0));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("~~")]
    [InlineData("other~1-0~1-0")]
    [InlineData("%00%F0%9F%90%88~99999999999999999999-1~1-0")]
    public async Task Who_cannot_be_told_everything_is_told_to_read_anew(string resume)
    {
        var tenant = await system.NewTenantAsync();
        using var socket = await OpenAsync(tenant, await tenant.TokenAsync(tenant.OwnerEmail), "?resume=" + resume);
        Assert.Equal("resync", (await socket.ReadAsync())!.Value.Text("type"));
        await SendAsync(tenant, null, 1);
        Assert.Equal(1, Number((await socket.ReadAsync())!.Value));
    }

    [Fact]
    public async Task Who_missed_more_than_is_kept_is_told_to_read_anew()
    {
        var tenant = await system.NewTenantAsync();
        var token = await tenant.TokenAsync(tenant.OwnerEmail);
        using var first = await OpenAsync(tenant, token, "?resume=");
        var place = (await first.ReadAsync())!.Value.Text("id");
        first.Socket.Abort();
        for (var i = 0; i < LiveStreams.KeptMessages + 1; i++) await SendAsync(tenant, null, i);
        using var second = await OpenAsync(tenant, token, "?resume=" + place);
        Assert.Equal("resync", (await second.ReadAsync())!.Value.Text("type"));
    }

    [Fact]
    public async Task A_reader_who_does_not_keep_up_is_closed_and_nobody_else_waits()
    {
        const int Messages = 500;
        var tenant = await system.NewTenantAsync();
        var token = await tenant.TokenAsync(tenant.OwnerEmail);
        using var slow = await OpenAsync(tenant, token);
        using var quick = await OpenAsync(tenant, token);
        var heard = quick.UntilAsync("end");
        for (var i = 0; i < Messages; i++) await SendAsync(tenant, null, i, data: new { i, fill = new string('x', 50_000) });
        await SendAsync(tenant, null, -1, "end");
        Assert.Equal(Enumerable.Range(0, Messages), (await heard).Select(Number));
        Assert.Equal((int)LiveClose.TooSlow, await slow.ClosedAsync());
    }

    [Fact]
    public async Task A_removed_account_loses_its_open_socket_within_seconds()
    {
        var tenant = await system.NewTenantAsync();
        using var socket = await OpenAsync(tenant, await TokenOfAsync(tenant, Role.Staff));
        using var stays = await OpenAsync(tenant, await tenant.TokenAsync(tenant.OwnerEmail));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await tenant.InsideAsync(s =>
        {
            var grants = s.GetRequiredService<TenantDb>().Grants;
            return grants.Where(g => g.Role == Role.Staff).ExecuteDeleteAsync();
        });
        Assert.Equal((int)LiveClose.NotAllowed, await socket.ClosedAsync());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(8), $"It took {clock.Elapsed}.");
        await SendAsync(tenant, null, 1);
        Assert.Equal(1, Number((await stays.ReadAsync())!.Value));
    }

    [Fact]
    public async Task An_account_has_only_so_many_sockets()
    {
        var tenant = await system.NewTenantAsync();
        var token = await tenant.TokenAsync(tenant.OwnerEmail);
        var open = new List<LiveClient>();
        for (var i = 0; i < 20; i++) open.Add(await OpenAsync(tenant, token));
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(tenant, token));
        Assert.Contains("429", refused.Message, StringComparison.Ordinal);
        open[0].Socket.Abort();
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                open.Add(await OpenAsync(tenant, token));
                return true;
            }
            catch (WebSocketException)
            {
                return false;
            }
        });
        foreach (var socket in open) socket.Dispose();
    }

    [Fact]
    public async Task A_client_that_says_too_much_is_closed()
    {
        var tenant = await system.NewTenantAsync();
        var token = await tenant.TokenAsync(tenant.OwnerEmail);
        using var loud = await OpenAsync(tenant, token);
        await loud.Socket.SendAsync(new byte[5000], WebSocketMessageType.Binary, true, CancellationToken.None);
        Assert.Equal((int)LiveClose.TooLarge, await loud.ClosedAsync());

        using var busy = await OpenAsync(tenant, token);
        await busy.Socket.SendAsync("""{"type":"ping"}"""u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        Assert.Equal("pong", (await busy.ReadAsync())!.Value.Text("type"));
        for (var i = 0; i < 70; i++) await busy.Socket.SendAsync("{"u8.ToArray(), WebSocketMessageType.Text, true, CancellationToken.None);
        Assert.Equal((int)LiveClose.TooManyMessages, await busy.ClosedAsync());
    }

    /// <summary>A page elsewhere can open a socket with the visitor's cookie: the cookie counts only from pages of this very host.</summary>
    [Theory]
    [InlineData(null, true)]
    [InlineData("same", true)]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    public async Task A_cookie_opens_a_socket_only_from_our_own_pages(string? origin, bool opens)
    {
        var tenant = await system.NewTenantAsync();
        using var browser = tenant.Anonymous();
        using var signedIn = await browser.PostAsync("/auth/session", System.Net.Http.Json.JsonContent.Create(new { username = tenant.OwnerEmail, password = TestTenant.Password }));
        using var socket = new LiveClient();
        socket.Socket.Options.SetRequestHeader("Cookie", signedIn.Headers.GetValues("Set-Cookie").First().Split(';')[0]);
        if (origin is not null) socket.Socket.Options.SetRequestHeader("Origin", origin == "same" ? system.BaseAddress.GetLeftPart(UriPartial.Authority) : origin);
        if (opens) await socket.ConnectAsync(system.BaseAddress, tenant);
        else Assert.Contains("401", (await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(system.BaseAddress, tenant))).Message, StringComparison.Ordinal);
    }

    private static int Number(JsonElement message) => message.GetProperty("data").GetProperty("i").GetInt32();

    private static Task SendAsync(TestTenant tenant, Guid? account, int i, string type = "count", object? data = null) =>
        tenant.Site.Api.GetRequiredService<LiveMessages>().SendAsync(tenant.Tenant, account, type, data ?? new { i });

    private static async Task<Guid> OwnerIdAsync(TestTenant tenant) =>
        Guid.Parse((await tenant.Owner.ReadAsync("/auth/session")).Text("account_id"));

    private static async Task<string> TokenOfAsync(TestTenant tenant, Role role)
    {
        using var client = await tenant.AsAsync(role);
        return client.DefaultRequestHeaders.Authorization!.Parameter!;
    }

    private Task<LiveClient> OpenAsync(TestTenant tenant, string token, string query = "") => LiveClient.OpenAsync(system.BaseAddress, tenant, token, query);
}
