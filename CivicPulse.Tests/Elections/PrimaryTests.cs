using System.Text;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Elections;

public sealed class PrimaryTests(TestSystem system)
{
    [Fact]
    public async Task In_a_primary_each_party_has_its_own_contest_and_judges_have_one()
    {
        const string Name = "20240521__ga__primary__county.csv";
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.ImportAndRunAsync("openelections", Name, """
            county,office,district,party,candidate,votes
            Bibb,U.S. House,2,DEM,Ada Alvarez,50
            Bibb,U.S. House,2,REP,Bo Brown,30
            Bibb,U.S. House,2,REP,Cy Clark,20
            Dade,U.S. House,2,,Cy Clark,5
            Dade,U.S. House,2,,Write-ins,4
            Bibb,Superior Court Judge,,NON,Di Diaz,90
            Bibb,Question 1,,,Yes,9

            """u8.ToArray());
        Assert.Contains("elections.no_party", (await tenant.Owner.RejectsAsync((await tenant.Owner.ReadAsync("/api/v1/imports")).List("items").Single())).Skip(1).Single(), StringComparison.Ordinal);
        var contests = (await tenant.Owner.ReadAsync("/api/v1/contests?sort=name")).List("items");
        Assert.Equal(["Question 1", "Superior Court Judge", "U.S. House, district 2, DEM", "U.S. House, district 2, REP"], contests.Select(c => c.Text("name")));
        Assert.Equal("REP", contests[3].Text("primary_party_name"));
        Assert.Equal(25, (await tenant.Owner.ReadAsync("/api/v1/vote-counts?limit=100")).List("items").Where(v => v.Text("selection_name") == "Cy Clark").Sum(v => v.GetProperty("votes").GetInt32()));
        var other = await system.NewTenantAsync();
        await other.Owner.ImportAndRunAsync("openelections", "o.zip", await tenant.Owner.ExportAsync("openelections", "csv"));
        Assert.Equal(Encoding.UTF8.GetString(await tenant.Owner.ExportAsync("contests", "csv")), Encoding.UTF8.GetString(await other.Owner.ExportAsync("contests", "csv")));
    }
}
