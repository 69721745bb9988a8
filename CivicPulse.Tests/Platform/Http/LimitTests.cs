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
        await WarmAsync(owner);
        await using var held = await HeldTable.HoldAsync(system, tenant, "meetings");
        var clock = System.Diagnostics.Stopwatch.StartNew();
        using var response = await owner.GetAsync("/api/v1/meetings");
        Assert.Equal("timeout", (await response.BodyAsync(HttpStatusCode.GatewayTimeout)).Text("code"));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.5, 10);
        Assert.Equal(0, await held.WaitingAsync());
    }

    [Fact]
    public async Task A_file_goes_out_for_as_long_as_the_callers_line_needs()
    {
        var tenant = await system.NewTenantAsync();
        var rows = Enumerable.Range(0, 400).Select(i => $"Good {i},committee,x\nBad {i},NO,x\n");
        var import = await tenant.Owner.ImportAndRunAsync("bodies", "b.csv", System.Text.Encoding.UTF8.GetBytes("name,classification,description\n" + string.Concat(rows)));
        Assert.Equal("800 400 0 0 400", import.Counts());
        // Too much for the buffers of all sockets together, so the database must wait for the caller.
        await system.Site.RowsAsync($"update {tenant.Tenant.Schema}.bodies set description = repeat('x', 100000)");
        await system.Site.RowsAsync($"update {tenant.Tenant.Schema}.import_rejects set cells = jsonb_build_array('x', 'x', repeat('x', 100000))");
        await using var api = Api(("Limits:RequestSeconds", "2"));
        using var owner = At(api, tenant, await tenant.TokenAsync(tenant.OwnerEmail));
        await WarmAsync(owner);
        string[] paths = ["/api/v1/exports/bodies", $"/api/v1/imports/{import.Text("id")}/rejects"];
        var lines = await Task.WhenAll(paths.Select(p => LinesAsync(owner, p, pause: TimeSpan.FromSeconds(4))));
        Assert.Equal([400, 400], lines);

        using var audit = await owner.PostAsJsonAsync("/api/v1/audit/exports", new { format = "csv" });
        Assert.Equal(HttpStatusCode.OK, audit.StatusCode);
    }

    /// <summary>A new process compiles as it goes: on a busy machine its first answer takes longer than these limits.</summary>
    private static async Task WarmAsync(HttpClient client)
    {
        var status = HttpStatusCode.GatewayTimeout;
        for (var i = 0; i < 20 && status == HttpStatusCode.GatewayTimeout; i++)
        {
            using var response = await client.GetAsync("/api/v1/meetings");
            status = response.StatusCode;
        }
        Assert.Equal(HttpStatusCode.OK, status);
    }

    /// <returns>How many lines follow the heading, when the caller stops for a while before it reads.</returns>
    private static async Task<int> LinesAsync(HttpClient client, string path, TimeSpan pause)
    {
        using var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Task.Delay(pause);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var read = -1;
        while (await lines.ReadLineAsync() is not null) read++;
        return read;
    }

    [Fact]
    public async Task A_file_comes_in_for_as_long_as_the_callers_line_needs()
    {
        var tenant = await system.NewTenantAsync();
        await using var api = Api(("Limits:RequestSeconds", "2"));
        using var owner = At(api, tenant, await tenant.TokenAsync(tenant.OwnerEmail));
        await WarmAsync(owner);
        using var file = new SlowContent("name,classification\nA,committee\n", pause: TimeSpan.FromSeconds(4));
        using var form = new MultipartFormDataContent { { file, "file", "b.csv" } };
        using var response = await owner.PostAsync("/api/v1/imports?kind=bodies", form);
        Assert.Equal("bodies", (await response.BodyAsync(HttpStatusCode.Created)).Text("kind"));
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

    /// <summary>Half of it, and the other half a while later.</summary>
    private sealed class SlowContent(string text, TimeSpan pause) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(text);
            await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await stream.FlushAsync();
            await Task.Delay(pause);
            await stream.WriteAsync(bytes.AsMemory(bytes.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = System.Text.Encoding.UTF8.GetByteCount(text);
            return true;
        }
    }

    /// <summary>A table that nobody else can read for a while.</summary>
    private sealed class HeldTable(NpgsqlDataSource source, NpgsqlConnection connection, string table) : IAsyncDisposable
    {
        public static async Task<HeldTable> HoldAsync(TestSystem system, TestTenant tenant, string name)
        {
            var source = OwnerSql.Source(system.Site.Owner);
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
