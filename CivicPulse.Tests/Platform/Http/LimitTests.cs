using System.Net;
using System.Net.Http.Json;
using CivicPulse.Api;
using CivicPulse.Tests.Support;
using Npgsql;

namespace CivicPulse.Tests.Platform.Http;

public sealed class LimitTests(TestSystem system)
{
    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_back_and_others_are_not_held_up()
    {
        var tenant = await system.NewTenantAsync();
        await using var api = Api(("Limits:Account:Burst", "5"), ("Limits:Account:PerSecond", "1"));
        using var owner = At(api, tenant, await tenant.TokenAsync(tenant.OwnerEmail));
        using var viewer = At(api, tenant, (await tenant.AsAsync(CivicPulse.Platform.Access.Role.Viewer)).DefaultRequestHeaders.Authorization!.Parameter!);
        using var first = await owner.GetAsync("/api/v1/meetings");
        Assert.Equal(("5", "4"), (Header(first, "RateLimit-Limit"), Header(first, "RateLimit-Remaining")));
        HttpResponseMessage last = first;
        for (var i = 0; i < 12 && last.StatusCode == HttpStatusCode.OK; i++) last = await owner.GetAsync("/api/v1/meetings");
        Assert.Equal("too_many_requests", (await last.BodyAsync(HttpStatusCode.TooManyRequests)).Text("code"));
        Assert.True(int.Parse(Header(last, "Retry-After")) >= 1);
        Assert.Equal("0", Header(last, "RateLimit-Remaining"));
        Assert.Equal(HttpStatusCode.OK, (await viewer.GetAsync("/api/v1/meetings")).StatusCode);
        await Eventually.TrueAsync(async () => (await owner.GetAsync("/api/v1/meetings")).StatusCode == HttpStatusCode.OK, seconds: 10);
    }

    [Fact]
    public async Task Sign_in_costly_routes_and_whole_tenants_have_buckets_of_their_own()
    {
        var tenant = await system.NewTenantAsync();
        await using var api = Api(("Limits:SignIn:Burst", "3"), ("Limits:Costly:Burst", "2"), ("Limits:Tenant:Burst", "12"), ("Limits:Tenant:PerSecond", "1"));
        using var nobody = At(api, tenant, null);
        Assert.Contains(HttpStatusCode.TooManyRequests, await AtOnceAsync(8, () => nobody.PostAsJsonAsync("/auth/token", new { username = "x@example.org", password = "wrong" })));
        using var owner = At(api, tenant, await tenant.TokenAsync(tenant.OwnerEmail));
        Assert.Contains(HttpStatusCode.TooManyRequests, await AtOnceAsync(5, () => owner.PostAsJsonAsync("/api/v1/questions", new { text = "What about the roof?" })));
        Assert.Contains(HttpStatusCode.TooManyRequests, await AtOnceAsync(20, () => owner.GetAsync("/api/v1/meetings")));
    }

    private static async Task<HttpStatusCode[]> AtOnceAsync(int times, Func<Task<HttpResponseMessage>> ask) =>
        [.. (await Task.WhenAll(Enumerable.Range(0, times).Select(_ => ask()))).Select(r => r.StatusCode)];

    [Fact]
    public async Task What_takes_too_long_is_given_up_with_a_clear_504()
    {
        var tenant = await system.NewTenantAsync();
        await using var api = Api(("Limits:RequestSeconds", "2"));
        using var owner = At(api, tenant, await tenant.TokenAsync(tenant.OwnerEmail));
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/api/v1/meetings")).StatusCode);
        await using var held = await HeldTable.HoldAsync(system, tenant, "meetings");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var response = await owner.GetAsync("/api/v1/meetings");
        Assert.Equal("timeout", (await response.BodyAsync(HttpStatusCode.GatewayTimeout)).Text("code"));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.5, 10);
        Assert.Equal(0, await held.WaitingAsync());
    }

    [Fact]
    public async Task When_the_caller_is_gone_the_database_stops_too()
    {
        var tenant = await system.NewTenantAsync();
        await using var held = await HeldTable.HoldAsync(system, tenant, "meetings");
        using var gone = new CancellationTokenSource();
        var asking = tenant.Owner.GetAsync("/api/v1/meetings", gone.Token);
        await Eventually.TrueAsync(async () => await held.WaitingAsync() == 1);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await Eventually.TrueAsync(async () => await held.WaitingAsync() == 0, seconds: 5);
    }

    internal static HttpClient At(RealHost<ApiHost> api, TestTenant tenant, string? token)
    {
        var client = new HttpClient { BaseAddress = api.Address };
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.Slug);
        if (token is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    private RealHost<ApiHost> Api(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(system.Site.Settings, StringComparer.Ordinal);
        foreach (var (key, value) in settings) all[key] = value;
        return new RealHost<ApiHost>(all);
    }

    private static string Header(HttpResponseMessage response, string name) => Assert.Single(response.Headers.GetValues(name));

    /// <summary>A table that nobody else can read for a while.</summary>
    private sealed class HeldTable(NpgsqlDataSource source, NpgsqlConnection connection, string table) : IAsyncDisposable
    {
        public static async Task<HeldTable> HoldAsync(TestSystem system, TestTenant tenant, string name)
        {
            var source = NpgsqlDataSource.Create(system.Site.Owner);
            var connection = await source.OpenConnectionAsync();
            var table = $"{tenant.Tenant.Schema}.{name}";
            await using var hold = new NpgsqlCommand($"begin; lock table {table} in access exclusive mode", connection);
            await hold.ExecuteNonQueryAsync();
            return new HeldTable(source, connection, table);
        }

        public async Task<long> WaitingAsync()
        {
            await using var count = source.CreateCommand($"select count(*) from pg_locks where not granted and relation = '{table}'::regclass");
            return (long)(await count.ExecuteScalarAsync())!;
        }

        public async ValueTask DisposeAsync()
        {
            await connection.DisposeAsync();
            await source.DisposeAsync();
        }
    }
}
