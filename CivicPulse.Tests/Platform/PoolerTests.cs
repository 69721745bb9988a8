using CivicPulse.AiService;
using CivicPulse.Api;
using CivicPulse.Platform.Tenancy;
using CivicPulse.Tests.Support;
using CivicPulse.Worker;
using Npgsql;

namespace CivicPulse.Tests.Platform;

public sealed class PoolerTests(TestSystem system)
{
    /// <summary>The ways in which a pooler may hand its server connections around.</summary>
    [Theory]
    [InlineData("transaction", "")]
    [InlineData("transaction", "server_round_robin = 1")]
    [InlineData("transaction", "default_pool_size = 2")]
    [InlineData("transaction", "min_pool_size = 10")]
    [InlineData("statement", "")]
    public async Task Every_kind_of_process_refuses_to_start_behind_a_pooler_that_shares_sessions(string mode, string more)
    {
        await using var pooler = await PgBouncer.StartAsync(system.Backing, mode, more);
        var settings = Behind(pooler);
        Refuses(() => new RealHost<ApiHost>(settings));
        if (more.Length > 0) return;
        Refuses(() => new RealHost<WorkerHost>(settings));
        Refuses(() => new RealHost<AiHost>(settings));
    }

    [Fact]
    public async Task Behind_a_pooler_that_keeps_sessions_apart_everything_works()
    {
        await using var pooler = await PgBouncer.StartAsync(system.Backing, "session");
        var tenant = await system.NewTenantAsync();
        await using var api = new RealHost<ApiHost>(Behind(pooler));
        using var client = new HttpClient { BaseAddress = api.Address };
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.Slug);
        client.DefaultRequestHeaders.Authorization = new("Bearer", await tenant.TokenAsync(tenant.OwnerEmail));
        await client.NewMeetingAsync("Through the pooler");
        Assert.Equal("Through the pooler", (await client.ReadAsync("/api/v1/meetings")).List("items")[0].Text("name"));
    }

    [Theory]
    [InlineData("No Reset On Close=true")]
    [InlineData("Multiplexing=true")]
    public void A_connection_string_that_shares_sessions_is_refused_too(string option) =>
        Refuses(() => new RealHost<ApiHost>(new Dictionary<string, string?>(system.Site.Settings, StringComparer.Ordinal)
        {
            ["ConnectionStrings:civicpulse"] = system.Site.Settings["ConnectionStrings:civicpulse"] + ";" + option,
        }));

    private static void Refuses<T>(Func<RealHost<T>> start) where T : class
    {
        var refused = Record.Exception(() => start().Dispose());
        Assert.True(refused is UnsafeConnection or { InnerException: UnsafeConnection }, $"It started, or failed otherwise: {refused}");
    }

    private Dictionary<string, string?> Behind(PgBouncer pooler)
    {
        var settings = new Dictionary<string, string?>(system.Site.Settings, StringComparer.Ordinal);
        foreach (var login in (string[])["civicpulse", "civicpulse_host"])
            settings["ConnectionStrings:" + login] = new NpgsqlConnectionStringBuilder(settings["ConnectionStrings:" + login]) { Host = "127.0.0.1", Port = pooler.Port }.ConnectionString;
        return settings;
    }
}
