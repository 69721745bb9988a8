using System.IO.Compression;
using System.Text.Json;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Governance;

public sealed class PopoloTests(TestSystem system)
{
    [Fact]
    public async Task What_is_written_comes_back_elsewhere_and_is_written_the_same_to_the_byte()
    {
        var (from, to) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        using var zip = new MemoryStream();
        await ZipFile.CreateFromDirectoryAsync(SharedData.Folder("openstates-ga"), zip, TestContext.Current.CancellationToken);
        await from.Owner.ImportAndRunAsync("openstates", "ga.zip", zip.ToArray());
        await from.Owner.SendAsync("/api/v1/officials", new { name = "Nobody's Id", other_names = new[] { "Nid" } });
        var file = await from.Owner.ExportAsync("popolo", "json");
        var taken = await to.Owner.ImportAndRunAsync("popolo", "popolo.json", file);
        Assert.Empty((await to.Owner.RejectsAsync(taken)).Skip(1));
        Assert.Equal(file, await to.Owner.ExportAsync("popolo", "json"));
        var again = await to.Owner.ImportAndRunAsync("popolo", "popolo.json", file);
        Assert.Equal(again.GetProperty("run").GetProperty("read").GetInt64(), again.GetProperty("run").GetProperty("unchanged").GetInt64());
        var written = JsonDocument.Parse(file).RootElement;
        Assert.Equal((80, 238), (written.GetProperty("organizations").GetArrayLength(), written.GetProperty("persons").GetArrayLength()));
    }

    [Fact]
    public async Task A_file_of_others_with_parties_as_organizations_is_understood()
    {
        var tenant = await system.NewTenantAsync();
        var taken = await tenant.Owner.ImportAndRunAsync("popolo", "x.json", """
            { "meta": { "a": [1, { "persons": [] }] },
              "persons": [ { "id": "p1", "name": "Ada Alvarez", "birth_date": "1962-03" }, { "id": "p2", "name": "B", "links": [{ "url": "www.example.org" }] }, { "id": "p3", "name": "C", "other_names": [null] } ],
              "organizations": [ { "id": "o1", "name": "Parliament", "classification": "legislature" }, { "id": "o2", "name": "Greens", "classification": "party" } ],
              "memberships": [ { "person_id": "p1", "organization_id": "o1", "on_behalf_of_id": "o2", "role": "member" }, { "person_id": "p1", "organization_id": "o2" }, { "organization_id": "o1" }, 7 ] }
            """u8.ToArray());
        Assert.Equal("7 3 0 0 4", taken.Counts());
        var seat = (await tenant.Owner.ReadAsync("/api/v1/memberships")).List("items").Single();
        Assert.Equal(("Ada Alvarez", "Parliament", "Greens"), (seat.Text("person_name"), seat.Text("body_name"), seat.Text("on_behalf_of")));
    }
}
