using System.Text;
using CivicPulse.Tests.Support;
using Npgsql;

namespace CivicPulse.Tests.Platform;

/// <summary>An import by a real Worker process that is killed with SIGKILL while it works.</summary>
public sealed class ImportCrashTests(TestSystem system)
{
    [Fact]
    public async Task A_worker_killed_in_the_middle_of_an_import_is_followed_by_one_that_takes_no_row_twice_and_loses_none()
    {
        const int Rows = 15_000;
        await using var site = await Site.StartAsync(system.Backing, "importcrash", withWorker: false);
        var tenant = await site.NewTenantAsync();
        var file = new StringBuilder("name,classification\n");
        for (var i = 0; i < Rows; i++) file.Append(System.Globalization.CultureInfo.InvariantCulture, $"Body {i},{(i % 100 == 0 ? "Not a word" : "committee")}\n");
        var import = await tenant.Owner.ImportAsync("bodies", file.ToString());
        var path = $"/api/v1/imports/{import.Text("id")}";
        var job = await tenant.Owner.SendAsync(path + "/runs", new { }, System.Net.HttpStatusCode.Accepted);
        long read = 0;
        using (var first = CrashTests.StartWorker(site))
        {
            await Eventually.TrueAsync(async () =>
            {
                read = (await tenant.Owner.ReadAsync(path)).GetProperty("run").GetProperty("read").GetInt64();
                return read > 0;
            }, 60);
            first.Kill();
            await first.WaitForExitAsync();
        }
        Assert.InRange(read, 1, Rows - 1);
        Assert.Equal("running", (await tenant.Owner.ReadAsync(path)).Text("state"));

        using var second = CrashTests.StartWorker(site);
        Assert.Equal("succeeded", (await tenant.Owner.FinishedAsync(job)).Text("state"));
        second.Kill();
        var done = await tenant.Owner.ReadAsync(path);
        Assert.Equal($"{Rows} {Rows - (Rows / 100)} 0 0 {Rows / 100}", done.Counts());
        Assert.Equal(Rows / 100, (await tenant.Owner.RejectsAsync(done)).Length - 1);
        await using var source = OwnerSql.Source(site.Owner);
        await using var count = source.CreateCommand($"select (select count(*) from {tenant.Tenant.Schema}.bodies) || ' ' || (select count(*) from {tenant.Tenant.Schema}.audit_entries where entity = 'bodies')");
        Assert.Equal($"{Rows - (Rows / 100)} {Rows - (Rows / 100)}", await count.ExecuteScalarAsync());
    }
}
