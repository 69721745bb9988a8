using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;
using CivicPulse.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace CivicPulse.Tests.Laws;

/// <summary>Two tenants and one physical connection: what one of them set must never be what the other finds.</summary>
public sealed class GateLaws(TestSystem system) : IAsyncLifetime
{
    private const int Rounds = 60;
    private TestTenant _mine = null!;
    private TestTenant _theirs = null!;

    public async ValueTask InitializeAsync()
    {
        (_mine, _theirs) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        await _mine.Owner.SendAsync("/api/v1/bodies", new { name = "Mine", classification = "committee" });
        await _theirs.Owner.SendAsync("/api/v1/bodies", new { name = "Theirs", classification = "committee" });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Prepared: after five uses the statement is the same on that connection for both, and PostgreSQL must read it anew.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    public async Task Over_one_physical_connection_tenants_never_see_each_other(int prepared)
    {
        await using var host = OneConnection(prepared);
        var processes = new HashSet<int>();
        for (var i = 0; i < Rounds; i++)
        {
            var (tenant, name) = i % 3 == 0 ? (_theirs, "Theirs") : (_mine, "Mine");
            await InsideAsync(host, tenant, async services =>
            {
                var db = services.GetRequiredService<TenantDb>();
                Assert.Equal([name], await db.Set<Modules.Governance.Model.Body>().Select(b => b.Name).ToListAsync());
                Assert.Equal(tenant.Tenant.Schema, await OneAsync(services, "select current_schema()::text"));
                processes.Add(int.Parse((await OneAsync(services, "select pg_backend_pid()::text"))!));
            });
        }
        Assert.Single(processes);
    }

    [Fact]
    public async Task Over_one_physical_connection_every_change_is_written_under_its_own_actor()
    {
        await using var host = OneConnection(50);
        var expected = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            var (tenant, actor) = (i % 2 == 0 ? _mine : _theirs, i % 3 == 0 ? (Guid?)null : Guid.NewGuid());
            await InsideAsync(host, tenant, async services =>
            {
                var db = services.GetRequiredService<TenantDb>();
                db.Add(new Modules.Governance.Model.Body { Name = $"Number {i}", Classification = "committee" });
                await db.SaveChangesAsync();
            }, actor);
            expected.Add($"Number {i} {actor?.ToString() ?? "-"}");
        }
        var written = new List<string>();
        foreach (var schema in (string[])[_mine.Tenant.Schema, _theirs.Tenant.Schema])
        {
            await using var owner = OwnerSql.Source(system.Site.Owner);
            await using var command = owner.CreateCommand(
                $"select after ->> 'name', coalesce(actor_id::text, '-') from {schema}.audit_entries where entity = 'bodies' and after ->> 'name' like 'Number %'");
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) written.Add($"{reader.GetString(0)} {reader.GetString(1)}");
        }
        Assert.Equal(expected.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_a_rolled_back_transaction_takes_with_it_is_set_again()
    {
        await using var host = OneConnection(50);
        await InsideAsync(host, _mine, async services =>
        {
            var db = services.GetRequiredService<TenantDb>();
            var bodies = db.Set<Modules.Governance.Model.Body>();
            await db.Database.OpenConnectionAsync();
            await using (var undone = await db.Database.BeginTransactionAsync())
            {
                Assert.Equal(1, await bodies.CountAsync());
                await undone.RollbackAsync();
            }
            Assert.Equal(1, await bodies.CountAsync());
            await using (await db.Database.BeginTransactionAsync())
                await Assert.ThrowsAsync<PostgresException>(() => db.Database.ExecuteSqlAsync($"select 1 / 0"));
            Assert.Equal(1, await bodies.CountAsync());
            await using var kept = await db.Database.BeginTransactionAsync();
            await kept.CreateSavepointAsync("before");
            Assert.Equal(1, await bodies.CountAsync());
            await kept.RollbackToSavepointAsync("before");
            Assert.Equal(1, await bodies.CountAsync());
            await kept.CommitAsync();
        });
    }

    [Fact]
    public async Task A_table_that_gains_a_column_meanwhile_is_read_as_before()
    {
        await using var host = OneConnection(50);
        for (var i = 0; i < 20; i++)
        {
            if (i == 10)
            {
                await using var owner = OwnerSql.Source(system.Site.Owner);
                await using var add = owner.CreateCommand($"alter table {_mine.Tenant.Schema}.bodies add column added_later text");
                await add.ExecuteNonQueryAsync();
            }
            await InsideAsync(host, _mine, async services =>
                Assert.Equal("Mine", (await services.GetRequiredService<TenantDb>().Set<Modules.Governance.Model.Body>().SingleAsync()).Name));
        }
    }

    /// <summary>The twin: with the gate taken out nothing works, and nothing leaks.</summary>
    [Fact]
    public async Task Without_the_gate_every_query_is_refused_and_none_answered()
    {
        await using var host = new RealHost<Api.ApiHost>(system.Site.Settings, services =>
        {
            services.RemoveAll<IDbContextOptionsConfiguration<TenantDb>>();
            services.ConfigureDbContext<TenantDb>((provider, options) => options
                .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>(), npgsql => npgsql.UseNetTopologySuite()).UseSnakeCaseNamingConvention());
        });
        await InsideAsync(host, _mine, async services =>
        {
            var db = services.GetRequiredService<TenantDb>();
            var (bodies, refused) = (db.Set<Modules.Governance.Model.Body>(), 0);
            foreach (var ask in (Func<Task>[])[() => bodies.CountAsync(), () => bodies.ExecuteDeleteAsync(), () => db.Database.ExecuteSqlAsync($"select count(*) from bodies")])
            {
                var answer = await Assert.ThrowsAsync<PostgresException>(ask);
                Assert.Contains(answer.SqlState, (string[])[PostgresErrorCodes.UndefinedTable, PostgresErrorCodes.InsufficientPrivilege]);
                refused++;
            }
            Assert.Equal(3, refused);
        });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, "/api/v1/bodies")) { Headers = { { "X-Tenant", _mine.Slug } } };
        request.Headers.Authorization = _mine.Owner.DefaultRequestHeaders.Authorization;
        using var client = new HttpClient();
        using var response = await client.SendAsync(request);
        Assert.False(response.IsSuccessStatusCode);
        Assert.Single((await _mine.Owner.ReadAsync("/api/v1/bodies")).List("items"));
    }

    /// <summary>These connections are not reset between two owners: what the gate sets ends with its transaction, however that ends.</summary>
    [Fact]
    public async Task A_connection_that_comes_back_is_nobodys()
    {
        await using var host = OneConnection(50);
        foreach (var work in (Func<TenantDb, TenantConnection, Task>[])[
            (db, _) => db.Set<Modules.Governance.Model.Body>().CountAsync(),
            async (db, _) =>
            {
                db.Add(new Modules.Governance.Model.Body { Name = "Kept", Classification = "committee" });
                await db.SaveChangesAsync();
            },
            (db, _) => Assert.ThrowsAsync<PostgresException>(() => db.Database.ExecuteSqlAsync($"select 1 / 0")),
            async (db, _) =>
            {
                await using var kept = await db.Database.BeginTransactionAsync();
                await db.Set<Modules.Governance.Model.Body>().CountAsync();
                await kept.CommitAsync();
            },
            async (db, _) =>
            {
                await using var undone = await db.Database.BeginTransactionAsync();
                await db.Set<Modules.Governance.Model.Body>().CountAsync();
            },
            (_, plain) => plain.ChangeAsync([new NpgsqlBatchCommand("delete from bodies where name = 'Kept'")], CancellationToken.None)])
        {
            await InsideAsync(host, _mine, services => work(services.GetRequiredService<TenantDb>(), services.GetRequiredService<TenantConnection>()), Guid.NewGuid());
            Assert.Equal("civicpulse_app \"$user\", public ", await WhoseAsync(host));
        }
    }

    /// <summary>Dividing by zero fails while PostgreSQL plans: at the fifth use that is in the middle of preparing.</summary>
    [Theory]
    [InlineData("context")]
    [InlineData("transaction")]
    [InlineData("read")]
    [InlineData("change")]
    public async Task A_statement_that_failed_while_it_was_prepared_can_be_asked_again(string way)
    {
        await using var host = OneConnection(50);
        foreach (var divisor in (int[])[1, 1, 1, 1, 0, 1, 1])
        {
            var asking = InsideAsync(host, _mine, services => DivideAsync(services, way, divisor));
            if (divisor == 0) Assert.Equal("22012", (await Assert.ThrowsAsync<PostgresException>(() => asking)).SqlState);
            else await asking;
        }
    }

    /// <summary>PostgreSQL takes no text with a zero in it; the seat's statement comes second, when the save has an answer already.</summary>
    [Fact]
    public async Task A_save_whose_second_statement_failed_while_it_was_prepared_can_be_repeated()
    {
        await using var host = OneConnection(50);
        foreach (var label in (string[])["1", "2", "3", "4", "\0", "6", "7"])
        {
            var saving = InsideAsync(host, _mine, async services =>
            {
                var db = services.GetRequiredService<TenantDb>();
                var body = new Modules.Governance.Model.Body { Name = label.Trim('\0'), Classification = "committee" };
                db.AddRange(body, new Modules.Governance.Model.Post { BodyId = body.Id, Label = label, Role = "member" });
                await db.SaveChangesAsync();
            });
            if (label == "\0") Assert.Equal("22021", Assert.IsType<PostgresException>((await Assert.ThrowsAsync<DbUpdateException>(() => saving)).InnerException).SqlState);
            else await saving;
        }
    }

    [Fact]
    public async Task An_admission_for_the_whole_session_would_be_noticed()
    {
        await using var host = OneConnection(50);
        await using (var connection = await Brief(host).OpenConnectionAsync())
            await TenantGate.AdmitAsync(connection, TenantPass.For(_mine.Tenant, new CurrentAccount()), CancellationToken.None);
        Assert.Equal($"{_mine.Tenant.Role} {_mine.Tenant.Schema}, reference, extensions ", await WhoseAsync(host));
    }

    [Fact]
    public void A_connection_string_that_hands_connections_on_as_they_are_is_refused()
    {
        foreach (var words in (string[])["No Reset On Close=true", "Multiplexing=true"])
            Assert.ThrowsAny<InvalidOperationException>(() => DataSources.Create($"Host=127.0.0.1;{words}", 1));
    }

    private RealHost<Api.ApiHost> OneConnection(int prepared) => new(new Dictionary<string, string?>(system.Site.Settings, StringComparer.Ordinal)
    {
        ["ConnectionStrings:civicpulse"] = new NpgsqlConnectionStringBuilder(system.Site.Settings["ConnectionStrings:civicpulse"])
        { MaxPoolSize = 1, MinPoolSize = 1, MaxAutoPrepare = prepared }.ConnectionString,
    });

    private static NpgsqlDataSource Brief(RealHost<Api.ApiHost> host) => host.Services.GetRequiredKeyedService<NpgsqlDataSource>(DataSources.Brief);

    /// <summary>What somebody finds who gets the connection next and skips the gate.</summary>
    private static async Task<string?> WhoseAsync(RealHost<Api.ApiHost> host)
    {
        await using var command = Brief(host).CreateCommand("select current_user || ' ' || current_setting('search_path') || ' ' || coalesce(current_setting('app.actor_id', true), '')");
        return (string?)await command.ExecuteScalarAsync();
    }

    private static async Task InsideAsync(RealHost<Api.ApiHost> host, TestTenant tenant, Func<IServiceProvider, Task> work, Guid? actor = null)
    {
        await using var scope = host.Services.GetRequiredService<TenantScopes>().Enter(tenant.Tenant, actor);
        await work(scope.ServiceProvider);
    }

    private static async Task DivideAsync(IServiceProvider services, string way, int divisor)
    {
        var (db, plain) = (services.GetRequiredService<TenantDb>(), services.GetRequiredService<TenantConnection>());
        var command = new NpgsqlBatchCommand("select 7 / $1") { Parameters = { new() { Value = divisor } } };
        if (way == "change")
        {
            await plain.ChangeAsync([command], CancellationToken.None);
        }
        else if (way == "read")
        {
            Assert.Equal(7, await plain.ReadAsync(command, row => row.GetInt32(0), CancellationToken.None).SingleAsync());
        }
        else
        {
            await using var transaction = way == "transaction" ? await db.Database.BeginTransactionAsync() : null;
            Assert.Equal([7], await db.Database.SqlQuery<int>($"select 7 / {divisor} as \"Value\"").ToListAsync());
        }
    }

    private static async Task<string?> OneAsync(IServiceProvider services, string sql) =>
        await services.GetRequiredService<TenantConnection>().ReadAsync(new NpgsqlBatchCommand(sql), row => row.GetString(0), CancellationToken.None).FirstOrDefaultAsync();
}
