using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CivicPulse.Platform.Tenancy;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Platform;

/// <summary>Out, back, and away: a tenant as one file.</summary>
public sealed class TenantArchiveTests(TestSystem system) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("civicpulse-archive-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_exported_tenant_comes_back_whole_into_an_empty_installation()
    {
        var tenant = await FilledAsync();
        // A Worker at rest: it gives entries their vectors after they are written.
        await Eventually.TrueAsync(async () => (await system.Site.TextsAsync($"select count(*) from {tenant.Tenant.Schema}.search_entries where awaits_vector"))[0] == "0");
        var file = await ExportAsync(tenant, "whole.tar.gz");
        await using var empty = await Site.StartAsync(system.Backing, "empty", withWorker: true);
        var (code, _, error) = await empty.RunAsync("tenant", "restore", file, "--slug", "back-again");
        Assert.True(code == 0, error);

        var schema = tenant.Tenant.Schema;
        var tables = await system.Site.TextsAsync($"select relname from pg_class where relnamespace = '{schema}'::regnamespace and relkind in ('r', 'p') and not relispartition and relname not in ('grants', 'audit_entries') order by 1");
        Assert.True(tables.Count > 10);
        foreach (var table in tables)
        {
            string Sum(string of) => $"select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text)), '') from {of}.\"{table}\" t";
            Assert.True((await system.Site.TextsAsync(Sum(schema)))[0] == (await empty.TextsAsync(Sum("t_back_again")))[0], $"{table} differs.");
        }
        // Who was an owner is one again, under the same id, once a password is given.
        var shown = (await empty.RunAsync("tenant", "owner", "back-again", tenant.OwnerEmail)).Output;
        var back = await empty.AdoptAsync(tenant.Tenant with { Slug = "back-again" });
        var password = shown.Split("signs in with ")[1].Split(' ')[0];
        using var owner = back.Anonymous();
        owner.DefaultRequestHeaders.Authorization = new("Bearer", await back.TokenAsync(tenant.OwnerEmail, password));
        var meeting = (await owner.ReadAsync("/api/v1/meetings")).List("items")[0];
        Assert.Equal("Archived", meeting.Text("name"));
        var document = (await owner.ReadAsync("/api/v1/documents")).List("items")[0].Text("id");
        Assert.Equal("Kept for ever, \"quoted\",\r\nin two lines.", await owner.GetStringAsync($"/api/v1/documents/{document}/versions/1/content"));
        // It lives: a new meeting is indexed and audited.
        await owner.NewMeetingAsync("New life", Council.Turns);
    }

    [Fact]
    public async Task An_archive_in_which_anything_was_changed_is_refused_and_leaves_nothing()
    {
        var tenant = await FilledAsync();
        var file = await ExportAsync(tenant, "changed.tar.gz");
        var plain = await PlainAsync(file);
        var at = plain.AsSpan().IndexOf("Archived"u8);
        plain[at] = (byte)'B';
        var changed = Path.Combine(_folder, "changed2.tar.gz");
        await using (var packed = new GZipStream(File.Create(changed), CompressionLevel.Fastest)) await packed.WriteAsync(plain);
        foreach (var verb in (string[])["verify", "restore"])
        {
            var (code, _, error) = await system.Site.RunAsync("tenant", verb, changed);
            Assert.Equal(1, code);
            Assert.Contains("changed or damaged", error, StringComparison.Ordinal);
        }
        var cut = Path.Combine(_folder, "cut.tar.gz");
        await File.WriteAllBytesAsync(cut, (await File.ReadAllBytesAsync(file))[..^2000]);
        Assert.Equal(1, (await system.Site.RunAsync("tenant", "verify", cut)).Code);
        // The one that is whole cannot come back beside itself.
        Assert.Contains("already", (await system.Site.RunAsync("tenant", "restore", file, "--slug", "twice")).Error, StringComparison.Ordinal);
        Assert.Empty(await system.Site.TextsAsync("select slug from platform.tenants where slug = 'twice'"));
    }

    [Fact]
    public async Task A_deleted_tenant_leaves_a_tombstone_and_nothing_else_and_comes_back_from_its_archive()
    {
        await using var site = await Site.StartAsync(system.Backing, "graves", withWorker: false);
        var (tenant, other) = (await site.NewTenantAsync(), await site.NewTenantAsync());
        await FillAsync(tenant);
        var file = Path.Combine(_folder, "last.tar.gz");
        var (code, output, error) = await site.RunAsync("tenant", "delete", tenant.Slug, "--confirm", tenant.Slug, "--archive", file, "--by", "the clerk", "--json");
        Assert.True(code == 0, error);
        var stone = JsonSerializer.Deserialize<JsonElement>(output);
        Assert.Equal(1, stone.GetProperty("tables").GetProperty("documents").GetInt64());
        Assert.Equal((1L, "the clerk"), (stone.GetProperty("files").GetInt64(), stone.Text("deleted_by")));
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(file))), stone.Text("archive_sha256"));
        Assert.Empty(await site.TextsAsync($"select nspname from pg_namespace where nspname = '{tenant.Tenant.Schema}' union all select rolname from pg_roles where rolname = '{tenant.Tenant.Role}'"));
        Assert.Empty(await site.TextsAsync($"select slug from platform.tenants where slug = '{tenant.Slug}' union all select schema from platform.migrations where schema = '{tenant.Tenant.Schema}' union all select id::text from platform.sessions where tenant_id = '{tenant.Tenant.Id}'"));
        await other.Owner.ReadAsync("/api/v1/meetings");

        await site.RunAsync("tenant", "delete", other.Slug, "--confirm", other.Slug, "--without-archive");
        Assert.Equal(0, (await site.RunAsync("tenant", "tombstones")).Code);
        await site.RowsAsync($"update platform.tenant_tombstones set deleted_by = 'nobody' where slug = '{tenant.Slug}'");
        var (broken, table, _) = await site.RunAsync("tenant", "tombstones");
        Assert.Equal(1, broken);
        Assert.Contains("BROKEN", table, StringComparison.Ordinal);

        Assert.Equal(0, (await site.RunAsync("tenant", "restore", file)).Code);
        // The account never went: it belongs to the installation. Its old token did, with its session.
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await tenant.Owner.GetAsync("/api/v1/meetings")).StatusCode);
        using var back = tenant.Anonymous();
        back.DefaultRequestHeaders.Authorization = new("Bearer", await tenant.TokenAsync(tenant.OwnerEmail));
        Assert.Equal("Archived", (await back.ReadAsync("/api/v1/meetings")).List("items")[0].Text("name"));
    }

    private async Task<TestTenant> FilledAsync()
    {
        var tenant = await system.NewTenantAsync();
        await FillAsync(tenant, Council.Turns);
        return tenant;
    }

    private static async Task FillAsync(TestTenant tenant, params (string Speaker, string Text)[] turns)
    {
        if (turns.Length > 0) await tenant.Owner.NewMeetingAsync("Archived", turns);
        else await tenant.Owner.NewMeetingAsync("Archived");
        var job = await tenant.Owner.UploadAsync("/api/v1/documents", "kept.txt", Encoding.UTF8.GetBytes("Kept for ever, \"quoted\",\r\nin two lines."));
        if (turns.Length > 0) await tenant.Owner.FinishedAsync(job);
        await tenant.Owner.SendAsync("/api/v1/bodies", new { name = "\"Quoted\", with\na line", classification = "committee", description = "\\N" });
    }

    private async Task<string> ExportAsync(TestTenant tenant, string name)
    {
        var file = Path.Combine(_folder, name);
        var (code, _, error) = await system.Site.RunAsync("tenant", "export", tenant.Slug, "--file", file);
        Assert.True(code == 0, error);
        Assert.Equal(0, (await system.Site.RunAsync("tenant", "verify", file)).Code);
        return file;
    }

    private static async Task<byte[]> PlainAsync(string file)
    {
        using var plain = new MemoryStream();
        await using var packed = new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
        await packed.CopyToAsync(plain);
        return plain.ToArray();
    }
}
