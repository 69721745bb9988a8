using System.IO.Compression;
using System.Net;
using System.Text.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Governance;

/// <summary>The real Congress and a real state legislature, as their projects publish them.</summary>
public sealed class CongressTests(TestSystem system)
{
    [Fact]
    public async Task The_whole_Congress_comes_in_reconciles_and_changes_nothing_the_second_time()
    {
        var folder = SharedData.Folder("congress-legislators");
        var tenant = await system.NewTenantAsync();
        var first = await tenant.Owner.ImportAndRunAsync("congress", "congress.zip", Zip(folder), new { publish = true });
        var run = first.GetProperty("run");
        var lines = await File.ReadAllLinesAsync(Path.Combine(folder, "legislators-current.yaml"), TestContext.Current.CancellationToken);
        var seats = await File.ReadAllLinesAsync(Path.Combine(folder, "committee-membership-current.yaml"), TestContext.Current.CancellationToken);
        long Created(string kind) => run.GetProperty("kinds").GetProperty(kind).GetProperty("created").GetInt64();
        Assert.Empty((await tenant.Owner.RejectsAsync(first)).Skip(1));
        Assert.Equal("succeeded", first.Text("state"));
        Assert.Equal(lines.Count(l => l.StartsWith("- id:", StringComparison.Ordinal)), Created("officials"));
        Assert.Equal(
            lines.Count(l => l.StartsWith("  - type: ", StringComparison.Ordinal)) + seats.Count(l => l.StartsWith("- name: ", StringComparison.Ordinal)),
            run.GetProperty("kinds").GetProperty("memberships").GetProperty("read").GetInt64());
        var reconciled = run.GetProperty("reconciled");
        Assert.Equal((run.GetProperty("read").GetInt64(), run.GetProperty("read").GetInt64()), (reconciled.GetProperty("rows").GetInt64(), reconciled.GetProperty("standing").GetInt64()));
        Assert.Equal(reconciled.Text("file_checksum"), reconciled.Text("records_checksum"));

        var second = await tenant.Owner.ImportAndRunAsync("congress", "congress.zip", Zip(folder), new { publish = true });
        Assert.Equal($"{run.GetProperty("read").GetInt64()} 0 0 {run.GetProperty("read").GetInt64()} 0", second.Counts());
        Assert.Equal(reconciled.Text("records_checksum"), second.GetProperty("run").GetProperty("reconciled").Text("records_checksum"));
    }

    [Fact]
    public async Task Every_seat_is_there_held_or_vacant()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.ImportAndRunAsync("congress", "congress.zip", Zip(SharedData.Folder("congress-legislators")));
        var today = await AllAsync(tenant.Owner, "/api/v1/posts?end_date[null]=true");
        Assert.Equal((100, 435, 6), (today.Count(p => p.Text("role") == "Senator"), today.Count(p => p.Text("role") == "Representative"), today.Count(p => p.Text("role") is "Delegate" or "Resident Commissioner")));
        var vacant = await AllAsync(tenant.Owner, "/api/v1/posts?vacant=true");
        Assert.Equal(today.Count(p => p.GetProperty("vacant").GetBoolean()), vacant.Count);
        Assert.All(vacant, p => Assert.False(p.TryGetProperty("held_by", out var held) && held.GetString() is { Length: > 0 }));
        var official = (await tenant.Owner.ReadAsync("/api/v1/officials?identifier=bioguide:C000127")).List("items")[0];
        Assert.Equal("Maria Cantwell", official.Text("name"));
    }

    [Fact]
    public async Task What_a_person_corrected_stays_when_the_file_comes_again()
    {
        var tenant = await system.NewTenantAsync();
        var zip = Zip(SharedData.Folder("openstates-ga"));
        var first = await tenant.Owner.ImportAndRunAsync("openstates", "ga.zip", zip);
        var official = (await tenant.Owner.ReadAsync("/api/v1/officials?name=Akbar%20Ali")).List("items")[0];
        var path = $"/api/v1/officials/{official.Text("id")}";
        await tenant.Owner.SendAsync(HttpMethod.Patch, path, new { email = "corrected@town.example" }, HttpStatusCode.OK);
        var second = await tenant.Owner.ImportAndRunAsync("openstates", "ga.zip", zip);
        Assert.Equal($"{first.GetProperty("run").GetProperty("read").GetInt64()} 0 0 {first.GetProperty("run").GetProperty("read").GetInt64()} 0", second.Counts());
        var kept = await tenant.Owner.ReadAsync(path);
        Assert.Equal(("corrected@town.example", "email"), (kept.Text("email"), kept.List("locked_fields").Single().GetString()));
        var compared = second.GetProperty("run").GetProperty("reconciled");
        Assert.Equal(compared.GetProperty("rows").GetInt64() - 1, compared.GetProperty("standing").GetInt64());

        await tenant.Owner.SendAsync(HttpMethod.Patch, path, new { locked_fields = Array.Empty<string>() }, HttpStatusCode.OK);
        Assert.Equal(1, (await tenant.Owner.ImportAndRunAsync("openstates", "ga.zip", zip)).GetProperty("run").GetProperty("updated").GetInt64());
        Assert.Equal("akbar.ali@house.ga.gov", (await tenant.Owner.ReadAsync(path)).Text("email"));
    }

    [Fact]
    public async Task A_state_comes_in_with_its_houses_its_seats_and_its_committees()
    {
        var folder = SharedData.Folder("openstates-ga");
        var tenant = await system.NewTenantAsync();
        var kinds = (await tenant.Owner.ImportAndRunAsync("openstates", "ga.zip", Zip(folder))).GetProperty("run").GetProperty("kinds");
        int Files(params string[] folders) => folders.Sum(f => Directory.GetFiles(Path.Combine(folder, f)).Length);
        Assert.Equal(Files("legislature", "executive"), kinds.GetProperty("officials").GetProperty("created").GetInt32());
        Assert.Equal(Files("committees") + 4, kinds.GetProperty("bodies").GetProperty("created").GetInt32());
        Assert.Equal(1317 + 307, kinds.GetProperty("memberships").GetProperty("read").GetInt32());
        Assert.Equal("ocd-division/country:us/state:ga/sldl:106", (await tenant.Owner.ReadAsync("/api/v1/posts?division_id=ocd-division/country:us/state:ga/sldl:106")).List("items")[0].Text("division_id"));
    }

    [Fact]
    public async Task A_file_that_is_something_else_is_refused_as_it_comes()
    {
        var tenant = await system.NewTenantAsync();
        Assert.Equal("transfer.no_records", (await tenant.Owner.UploadAsync("/api/v1/imports?kind=congress", "x.zip", Zip(("a.txt", "nothing")), HttpStatusCode.UnprocessableEntity)).Text("code"));
        Assert.Equal("transfer.bad_yaml", (await tenant.Owner.UploadAsync("/api/v1/imports?kind=congress", "x.yaml", "- &a [*a]\n- {"u8.ToArray(), HttpStatusCode.BadRequest)).Text("code"));
        Assert.Equal("transfer.bad_archive", (await tenant.Owner.UploadAsync("/api/v1/imports?kind=openstates", "x.zip", Zip(("a.yml", new string(' ', 5_000_000))), HttpStatusCode.UnprocessableEntity)).Text("code"));
        Assert.Empty((await tenant.Owner.ReadAsync("/api/v1/imports")).List("items"));
    }

    private static async Task<List<JsonElement>> AllAsync(HttpClient client, string path)
    {
        var (all, after) = (new List<JsonElement>(), "");
        while (true)
        {
            var page = await client.ReadAsync($"{path}&limit=100{after}");
            all.AddRange(page.List("items"));
            if (page.GetProperty("next").GetString() is not { } next) return all;
            after = "&after=" + Uri.EscapeDataString(next);
        }
    }

    private static byte[] Zip(string folder)
    {
        using var file = new MemoryStream();
        ZipFile.CreateFromDirectory(folder, file);
        return file.ToArray();
    }

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var part = new StreamWriter(archive.CreateEntry(name).Open());
                part.Write(text);
            }
        }
        return file.ToArray();
    }
}
