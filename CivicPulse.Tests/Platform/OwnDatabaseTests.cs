using CivicPulse.Platform.Data;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Tests.Platform;

/// <summary>A tenant whose records are in a database of its own, reached with a login of its own.</summary>
public sealed class OwnDatabaseTests(TestSystem system)
{
    [Fact]
    public async Task Everything_of_the_tenant_is_in_its_own_database_and_its_login_becomes_nobody_else()
    {
        var (owner, app, _) = await system.Backing.CreateDatabaseAsync("apart");
        var own = new NpgsqlConnectionStringBuilder(app) { Username = "civicpulse_apart", Password = "a password of its own" };
        await using var site = await Site.StartAsync(system.Backing, "withown", withWorker: true, more: new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Tenants:apart:ConnectionString"] = own.ConnectionString,
            ["Tenants:apart:OwnerConnectionString"] = owner,
        });
        var shared = await site.NewTenantAsync();
        var (code, _, error) = await site.RunAsync("tenant", "create", "far-away", "--database", "apart");
        Assert.True(code == 0, error);
        var id = Guid.Parse((await site.TextsAsync("select id from platform.tenants where slug = 'far-away'"))[0]);
        var apart = await site.AdoptAsync(new(id, "far-away", "Far away") { Database = "apart" });

        // Through API, relay, job, AI service and audit.
        await apart.Owner.NewMeetingAsync("There", Council.Turns);
        Assert.NotEmpty((await apart.Owner.ReadAsync("/api/v1/search?q=library")).List("items"));
        Assert.Equal("There", Assert.Single(await TextsAsync(owner, "select name from t_far_away.meetings")));
        Assert.NotEqual("0", (await TextsAsync(owner, "select count(*) from t_far_away.audit_entries"))[0]);
        Assert.NotEqual("0", (await TextsAsync(owner, "select count(*) from t_far_away.passages"))[0]);
        Assert.Empty(await site.TextsAsync("select nspname from pg_namespace where nspname = 't_far_away'"));
        Assert.Empty(await TextsAsync(owner, "select slug from platform.tenants union all select email from platform.accounts"));

        // The wall that the shared login cannot be: hostile SQL finds nobody to become.
        foreach (var (tenant, victim) in ((TestTenant, TestTenant)[])[(apart, shared), (shared, apart)])
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => tenant.InsideAsync(async services =>
            {
                await using var connection = await services.GetRequiredService<TenantConnection>().OpenAsync(CancellationToken.None);
                await using var command = new NpgsqlCommand($"reset role; set role {victim.Tenant.Role}", connection);
                return await command.ExecuteNonQueryAsync();
            }));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }

        // A migration of everything reaches it, and it goes away whole.
        Assert.Equal(0, (await site.RunAsync("migrate", "--force")).Code);
        Assert.Equal(0, (await site.RunAsync("tenant", "delete", "far-away", "--confirm", "far-away", "--without-archive")).Code);
        Assert.Empty(await TextsAsync(owner, "select nspname from pg_namespace where nspname = 't_far_away' union all select schema from platform.migrations where schema = 't_far_away'"));
        await shared.Owner.ReadAsync("/api/v1/meetings");
    }

    private static async Task<List<string>> TextsAsync(string owner, string sql) => [.. (await OwnerSql.RowsAsync(owner, sql)).Select(r => r[0]?.ToString() ?? "-")];
}
