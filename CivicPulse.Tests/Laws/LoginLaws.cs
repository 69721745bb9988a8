using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Tests.Laws;

/// <summary>SQL that escapes from a tenant's role is still nobody: what the installation keeps belongs to another login.</summary>
public sealed class LoginLaws(TestSystem system)
{
    /// <summary>Everything of the installation that the login for tenants' records could read or write, by whatever role it may become.</summary>
    private const string Reach = """
        select distinct c.relname || ' as ' || r.rolname from pg_class c cross join pg_roles r
        where c.relnamespace = 'platform'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
          and (r.rolname = 'civicpulse_app' or pg_has_role('civicpulse_app', r.oid, 'member'))
          and has_schema_privilege(r.oid, 'platform', 'usage')
          and (has_table_privilege(r.oid, c.oid, 'select, insert, update, delete, truncate') or has_any_column_privilege(r.oid, c.oid, 'select, insert, update'))
        """;

    [Fact]
    public async Task No_role_the_app_login_may_become_reaches_a_table_of_the_installation() => Assert.Empty(await system.Site.TextsAsync(Reach));

    [Fact]
    public async Task The_law_notices_one_granted_table()
    {
        await using var site = await Site.WithoutHostsAsync(system.Backing, "reach");
        await site.RowsAsync("grant usage on schema platform to civicpulse_tenant");
        Assert.Empty(await site.TextsAsync(Reach));
        await site.RowsAsync("grant select on platform.accounts to civicpulse_tenant");
        Assert.NotEmpty(await site.TextsAsync(Reach));
    }

    [Theory]
    [InlineData("reset role; select count(*) from platform.accounts")]
    [InlineData("reset role; select count(*) from platform.data_protection_keys")]
    [InlineData("reset role; set role civicpulse_host")]
    [InlineData("set session authorization civicpulse_host")]
    [InlineData("reset role; update platform.tenants set name = 'mine'")]
    public async Task Sql_that_escapes_from_its_role_reaches_no_account_and_no_key(string sql)
    {
        var tenant = await system.NewTenantAsync();
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => RunAsync(tenant, sql))).SqlState);
    }

    [Theory]
    [InlineData("query_to_xml('select name from {0}.meetings', true, false, '')::text")]
    [InlineData("table_to_xml('{0}.meetings', true, false, '')::text")]
    [InlineData("(select string_agg(word, ' ') from ts_stat('select to_tsvector(name) from {0}.meetings'))")]
    [InlineData("ts_rewrite('a'::tsquery, 'select to_tsquery(name), to_tsquery(name) from {0}.meetings')::text")]
    public async Task One_query_cannot_change_its_role_and_look_again(string look)
    {
        var (mine, theirs) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        await theirs.Owner.NewMeetingAsync("Theirs");
        var sql = Hop(theirs, look);
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => RunAsync(mine, sql))).SqlState);
    }

    [Fact]
    public async Task With_the_functions_given_back_one_query_does_look_again()
    {
        await using var site = await Site.StartAsync(system.Backing, "hop", withWorker: false);
        var (mine, theirs) = (await site.NewTenantAsync(), await site.NewTenantAsync());
        await theirs.Owner.NewMeetingAsync("Theirs");
        await site.RowsAsync("grant execute on function query_to_xml(text, boolean, boolean, text) to public");
        var seen = await RunAsync(mine, Hop(theirs, "query_to_xml('select name from {0}.meetings', true, false, '')::text"));
        Assert.Contains("Theirs", (string)seen!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_key_lies_open_in_the_database()
    {
        await system.NewTenantAsync();
        var keys = await system.Site.TextsAsync("select xml from platform.data_protection_keys");
        Assert.NotEmpty(keys);
        Assert.All(keys, xml =>
        {
            Assert.Contains("<encryptedSecret", xml, StringComparison.Ordinal);
            Assert.DoesNotContain("<masterKey", xml, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Without_a_certificate_no_token_is_issued_and_no_key_is_stored()
    {
        await using var site = await Site.WithoutHostsAsync(system.Backing, "keyless");
        var settings = new Dictionary<string, string?>(site.Settings, StringComparer.Ordinal) { ["DataProtection:Certificate"] = "" };
        await using var api = new RealHost<Api.ApiHost>(settings);
        var protection = api.Services.GetRequiredService<Microsoft.AspNetCore.DataProtection.IDataProtectionProvider>().CreateProtector("x");
        Assert.ThrowsAny<Exception>(() => protection.Protect([1]));
        Assert.Equal("0", Assert.Single(await site.TextsAsync("select count(*) from platform.data_protection_keys")));
    }

    /// <summary>A session that was looking up what it may become in that very moment would refuse the new tenant until the next one is made.</summary>
    [Fact]
    public async Task A_role_that_is_made_while_sessions_look_up_theirs_can_be_entered_at_once()
    {
        const int Makers = 4, Made = 4, Readers = 8;
        string? newest = null;
        using var done = new CancellationTokenSource();
        await using var app = OwnerSql.Source(system.Site.Settings["ConnectionStrings:civicpulse"]!);
        var entered = Enumerable.Range(0, Readers).Select(_ => Task.Run(async () =>
        {
            await using var connection = await app.OpenConnectionAsync();
            while (!done.IsCancellationRequested)
                if (newest is { } last) await TenantGate.AdmitAsync(connection, new TenantPass(last, "reference", ActorKind.System, null), CancellationToken.None);
        })).ToList();
        try
        {
            await Task.WhenAll(Enumerable.Range(0, Makers).Select(maker => Task.Run(async () =>
            {
                for (var i = 0; i < Made; i++)
                {
                    var name = $"made_at_once_{maker}_{i}";
                    await system.Site.RowsAsync($"create role {name} in role civicpulse_tenant; grant {name} to civicpulse_app");
                    newest = name;
                }
            })));
        }
        finally
        {
            await done.CancelAsync();
            await Task.WhenAll(entered).ContinueWith(_ => { }, TaskScheduler.Default);
            foreach (var name in Enumerable.Range(0, Makers).SelectMany(m => Enumerable.Range(0, Made).Select(i => $"made_at_once_{m}_{i}"))) await system.Site.RowsAsync($"drop role if exists {name}");
        }
        await Task.WhenAll(entered);
    }

    private static string Hop(TestTenant into, string look) =>
        $"select (case when set_config('role', '{into.Tenant.Role}', false) is not null then {string.Format(System.Globalization.CultureInfo.InvariantCulture, look, into.Tenant.Schema)} end)";

    private static Task<object?> RunAsync(TestTenant tenant, string sql) => tenant.InsideAsync(async services =>
    {
        await using var connection = await services.GetRequiredService<TenantConnection>().OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    });
}
