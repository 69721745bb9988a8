using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;
using CivicPulse.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Tests.Laws;

/// <summary>Counted on the wire, between the API and the database: the gate is never a round trip of its own.</summary>
public sealed class RoundTripLaws(TestSystem system) : IAsyncLifetime
{
    private TestTenant _tenant = null!;
    private CountingProxy _wire = null!;

    public async ValueTask InitializeAsync()
    {
        _tenant = await system.NewTenantAsync();
        var database = new NpgsqlConnectionStringBuilder(system.Site.Settings["ConnectionStrings:civicpulse"]);
        _wire = new CountingProxy(database.Host!, database.Port);
    }

    public ValueTask DisposeAsync() => _wire.DisposeAsync();

    [Fact]
    public async Task Reading_one_record_is_one_round_trip() => Assert.Equal(1, await ReadingCostsAsync(null));

    [Fact]
    public async Task A_page_of_a_list_is_one_round_trip() => Assert.Equal(1, await CostAsync(null, client => client.ReadAsync("/api/v1/meetings?limit=50")));

    [Fact]
    public async Task Creating_a_record_is_one_round_trip_with_its_audit_and_a_second_for_a_record_that_it_names()
    {
        Assert.Equal(1, await CostAsync(null, client => client.NewMeetingAsync()));
        var body = (await _tenant.Owner.SendAsync("/api/v1/bodies", new { name = "Named", classification = "committee" })).Text("id");
        Assert.Equal(2, await CostAsync(null, client => client.SendAsync("/api/v1/meetings", new { name = "With a body", start_date = "2026-03-02T18:00:00Z", body_id = body })));
    }

    /// <summary>The twin: a gate that asks by itself, as it once did, is seen by the count.</summary>
    [Fact]
    public async Task A_gate_with_a_round_trip_of_its_own_is_noticed() =>
        Assert.Equal(2, await ReadingCostsAsync(services => services.ConfigureDbContext<TenantDb>(options => options.AddInterceptors(new AskingGate()))));

    private async Task<int> ReadingCostsAsync(Action<IServiceCollection>? change)
    {
        var id = (await _tenant.Owner.NewMeetingAsync()).Text("id");
        return await CostAsync(change, client => client.ReadAsync($"/api/v1/meetings/{id}"));
    }

    /// <summary>The fewest of several tries: who is asking is looked up now and then, and a connection is opened once.</summary>
    private async Task<int> CostAsync(Action<IServiceCollection>? change, Func<HttpClient, Task> ask)
    {
        await using var host = new RealHost<Api.ApiHost>(new Dictionary<string, string?>(system.Site.Settings, StringComparer.Ordinal)
        {
            ["ConnectionStrings:civicpulse"] = new NpgsqlConnectionStringBuilder(system.Site.Settings["ConnectionStrings:civicpulse"])
            { Host = "127.0.0.1", Port = _wire.Port, MaxPoolSize = 1, SslMode = SslMode.Disable }.ConnectionString,
        }, change);
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Add("X-Tenant", _tenant.Slug);
        client.DefaultRequestHeaders.Authorization = _tenant.Owner.DefaultRequestHeaders.Authorization;
        var least = int.MaxValue;
        for (var i = 0; i < 8; i++)
        {
            var before = _wire.Turns;
            await ask(client);
            least = Math.Min(least, _wire.Turns - before);
        }
        return least;
    }

    private sealed class AskingGate : DbConnectionInterceptor
    {
        public override async Task ConnectionOpenedAsync(System.Data.Common.DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default) =>
            await TenantGate.AdmitAsync((NpgsqlConnection)connection, ((TenantDb)eventData.Context!).Pass!, cancellationToken);
    }
}
