using System.Net.WebSockets;
using System.Text.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Tests.Support;

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
        var heardElsewhere = Task.WhenAny(ReadAsync(colleague), ReadAsync(foreign));

        await tenant.Owner.NewMeetingAsync("Live", Council.Turns);
        var steps = new List<string>();
        while (steps.LastOrDefault() != "done")
        {
            var message = JsonSerializer.Deserialize<JsonElement>(await ReadAsync(mine));
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

    private static async Task<string> TokenOfAsync(TestTenant tenant, Role role)
    {
        using var client = await tenant.AsAsync(role);
        return client.DefaultRequestHeaders.Authorization!.Parameter!;
    }

    private async Task<ClientWebSocket> OpenAsync(TestTenant tenant, string token)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("X-Tenant", tenant.Slug);
        socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        await socket.ConnectAsync(new UriBuilder(new Uri(system.BaseAddress, "/ws/notifications/")) { Scheme = "ws" }.Uri, CancellationToken.None);
        return socket;
    }

    private static async Task<string> ReadAsync(ClientWebSocket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var buffer = new byte[16_384];
        var length = 0;
        WebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), patience.Token);
            length += received.Count;
        }
        while (!received.EndOfMessage);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, length);
    }
}
