using System.Diagnostics;
using CivicPulse.Tests.Support;
using Npgsql;

namespace CivicPulse.Tests.AppHost;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ServicesOnly : DataFolders
{
    private const string File = "services.json";

    [Fact]
    public async Task The_services_come_up_and_a_signal_ends_every_process()
    {
        await using (var instance = await UpAsync())
        {
            await using var database = new NpgsqlConnection(instance.Read("run/" + File).GetProperty("civicpulse_admin").GetString());
            await database.OpenAsync();
            await using var extensions = new NpgsqlCommand("CREATE EXTENSION vector; CREATE EXTENSION postgis; SELECT '[1,2]'::vector <-> '[1,3]'", database);
            Assert.Equal(1d, await extensions.ExecuteScalarAsync());
            Assert.NotEmpty(RunningInstance.ProcessesOf(Folder));
        }
        Assert.Empty(RunningInstance.ProcessesOf(Folder));
        Assert.False(System.IO.File.Exists(Path.Combine(Folder, "run", File)));
    }

    [Fact]
    public async Task Killing_the_host_outright_leaves_no_process_and_no_damage()
    {
        await using (var first = await UpAsync())
        {
            await WriteAsync(first, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('before')");
            first.Signal("KILL");
            await Eventually.TrueAsync(() => Task.FromResult(RunningInstance.ProcessesOf(Folder).Count == 0), seconds: 15);
        }
        await using var second = await UpAsync();
        Assert.Equal("before", await WriteAsync(second, "SELECT word FROM kept"));
    }

    [Fact]
    public async Task The_end_of_the_parent_ends_the_services()
    {
        using var parent = Process.Start("sleep", ["600"]);
        await using var instance = await RunningInstance.UpAsync(Folder, File, "--only=services", $"--parent-pid={parent.Id}");
        parent.Kill();
        await Eventually.TrueAsync(() => Task.FromResult(RunningInstance.ProcessesOf(Folder).Count == 0), seconds: 15);
        await instance.Process.WaitForExitAsync();
        Assert.Equal(0, instance.Process.ExitCode);
    }

    [Fact]
    public async Task Addresses_and_secrets_stay_the_same_and_are_the_owners_alone()
    {
        string before;
        await using (var first = await UpAsync())
            before = first.Read("run/" + File).GetProperty("redis").GetString()!;
        await using var second = await UpAsync();
        Assert.Equal(before, second.Read("run/" + File).GetProperty("redis").GetString());
        foreach (var name in new[] { "secrets.json", "run/" + File })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(Path.Combine(Folder, name)));
    }

    [Fact]
    public async Task A_lock_file_that_names_a_stranger_does_not_stop_the_database()
    {
        await using (await UpAsync())
        {
            // Only so that there is a cluster.
        }
        var stale = Path.Combine(Folder, "postgres", "cluster", "postmaster.pid");
        await System.IO.File.WriteAllTextAsync(stale, $"{Environment.ProcessId}\n{Path.GetDirectoryName(stale)}\n1\n1\n\n127.0.0.1\n0 0\nready\n");
        await using var instance = await UpAsync();
        Assert.Equal("1", await WriteAsync(instance, "SELECT '1'"));
    }

    private Task<RunningInstance> UpAsync() => RunningInstance.UpAsync(Folder, File, "--only=services");

    private static async Task<object?> WriteAsync(RunningInstance instance, string sql)
    {
        await using var database = new NpgsqlConnection(instance.Read("run/" + File).GetProperty("civicpulse_admin").GetString() + ";Pooling=false");
        await database.OpenAsync();
        await using var command = new NpgsqlCommand(sql, database);
        return await command.ExecuteScalarAsync();
    }
}
