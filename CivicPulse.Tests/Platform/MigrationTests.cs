using System.Text.Json;
using CivicPulse.Platform;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.Platform;

/// <summary>Many tenants, a migration that not all of them bear.</summary>
public sealed class MigrationTests(TestSystem system) : IDisposable
{
    private const string Columns = "select table_schema from information_schema.columns where table_name = 'meetings' and column_name = 'note' order by 1";
    private readonly string _folder = Directory.CreateTempSubdirectory("civicpulse-extra-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task One_tenant_that_fails_stands_in_nobodys_way_and_is_finished_later()
    {
        await using var site = await Site.WithoutHostsAsync(system.Backing, "onefails");
        var installation = site.Commands.GetRequiredService<Installation>();
        foreach (var i in Enumerable.Range(1, 4)) await installation.ProvisionAsync($"fails-{i}", "x", CancellationToken.None);
        await site.RowsAsync("insert into t_fails_2.bodies (id, name, slug, classification, created_at, changed_at) values (gen_random_uuid(), 'Poison', 'poison', 'x', now(), now())");
        await File.WriteAllTextAsync(Path.Combine(_folder, "0001_note.sql"), """
            alter table meetings add column note text;
            do $$ begin if exists (select from bodies where name = 'Poison') then raise exception 'not with poison'; end if; end $$;
            """);
        var extra = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Database:ExtraMigrations"] = _folder };

        var (code, output, error) = await site.RunAsync(extra, "migrate");
        Assert.Equal(1, code);
        Assert.Contains("3 tenants migrated, 0 were up to date, 1 failed", output, StringComparison.Ordinal);
        Assert.Contains("fails-2: ", error, StringComparison.Ordinal);
        Assert.Equal(["t_fails_1", "t_fails_3", "t_fails_4"], await site.TextsAsync(Columns));
        Assert.Equal(0, (await site.RunAsync(extra, "migrate", "--keep-going")).Code);

        var (behind, status, _) = await site.RunAsync(extra, "migrate", "--status", "--json");
        Assert.Equal(1, behind);
        foreach (var tenant in JsonSerializer.Deserialize<JsonElement>(status).EnumerateArray())
        {
            var poisoned = tenant.Text("slug") == "fails-2";
            Assert.Equal(!poisoned, tenant.GetProperty("is_up_to_date").GetBoolean());
            Assert.Equal(poisoned, tenant.TryGetProperty("last_error", out var told) && told.GetString()!.Contains("poison", StringComparison.Ordinal));
        }

        await site.RowsAsync("delete from t_fails_2.bodies");
        var (done, again, _) = await site.RunAsync(extra, "migrate", "--parallel", "2");
        Assert.Equal(0, done);
        Assert.Contains("1 tenants migrated, 3 were up to date, 0 failed", again, StringComparison.Ordinal);
        Assert.Equal(4, (await site.TextsAsync(Columns)).Count);
        Assert.Equal(0, (await site.RunAsync(extra, "migrate", "--status")).Code);
    }

    [Fact]
    public async Task The_same_tenants_created_by_two_at_once_are_there_once_and_whole()
    {
        await using var site = await Site.WithoutHostsAsync(system.Backing, "twice");
        var slugs = Enumerable.Range(1, 8).Select(i => $"both-{i}").ToArray();
        var results = await Task.WhenAll(site.RunAsync(["tenant", "create", .. slugs]), site.RunAsync(["tenant", "create", .. slugs.Reverse()]));
        Assert.All(results, r => Assert.True(r.Code == 0, r.Error));
        Assert.Equal(slugs, await site.TextsAsync("select slug from platform.tenants where state = 'active' order by 1"));
        var counts = await site.TextsAsync("select distinct count(*) from platform.migrations where schema like 't\\_both%' group by schema");
        Assert.Single(counts);
        Assert.Equal(8, (await site.TextsAsync("select nspname from pg_namespace where nspname like 't\\_both%'")).Count);
    }

    [Fact]
    public async Task A_file_that_changed_after_it_ran_is_refused()
    {
        await using var site = await Site.WithoutHostsAsync(system.Backing, "changed");
        await site.Commands.GetRequiredService<Installation>().ProvisionAsync("changed-one", "x", CancellationToken.None);
        var extra = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Database:ExtraMigrations"] = _folder };
        var file = Path.Combine(_folder, "0001_note.sql");
        await File.WriteAllTextAsync(file, "alter table meetings add column note text;");
        Assert.Equal(0, (await site.RunAsync(extra, "migrate")).Code);
        await File.AppendAllTextAsync(file, "\nalter table meetings add column other text;");
        var (code, _, error) = await site.RunAsync(extra, "migrate");
        Assert.Equal(1, code);
        Assert.Contains("was changed after it ran", error, StringComparison.Ordinal);
    }
}
