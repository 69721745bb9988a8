using System.Globalization;
using System.Security.Cryptography;
using CivicPulse.Platform.Audit;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Tests.AuditTrail;

/// <summary>
/// What the database's superuser can do to a sealed ledger, one change at a time, on a copy that is put back after each. 60 changes of
/// every kind in the suite; <c>bench/tamper</c> sets CIVICPULSE_TAMPER_CHANGES to 1,000.
/// </summary>
public sealed class TamperTests(TestSystem system)
{
    private static readonly int Changes = int.Parse(Environment.GetEnvironmentVariable("CIVICPULSE_TAMPER_CHANGES") ?? "60", CultureInfo.InvariantCulture);
    private static readonly string[] EntryEdits =
    [
        "id = id + 1000000", "at = at + interval '1 microsecond'", "at = at - interval '90 days'", "written_in = written_in + 1", "written_in = 5", "actor_kind = actor_kind || 'x'",
        "actor_id = gen_random_uuid()", "actor_id = case when actor_id is null then gen_random_uuid() end", "trace_id = 'ffffffffffffffffffffffffffffffff'", "entity = entity || 's'",
        "operation = operation || '.x'", "record_id = gen_random_uuid()", "before = coalesce(before, '{}') || '{\"forged\": 1}'", "after = coalesce(after, '{}') || '{\"forged\": 1}'",
        "before = after, after = before || '{\"forged\": 1}'", "salt = gen_random_uuid()", "salt = null", "commitment = sha256('x')", "before = null, after = null",
        "commitment = audit.commitment(salt, before, after), salt = null, before = null, after = null",
    ];

    private static readonly string[] SealEdits =
    [
        "number = number + 1000000", "sealed_at = sealed_at + interval '1 second'", "from_tx = from_tx - 1", "to_tx = to_tx + 1", "entries = entries + 1", "root = sha256('x')",
        "previous = sha256('x')", "hash = sha256('x')", "key_id = 'ffffffffffffffff'", "signature = sha256('x') || sha256('y')",
    ];

    [Fact]
    public async Task Every_single_change_by_the_superuser_is_found()
    {
        var tenant = await NewLedgerAsync(system);
        await using var source = OwnerSql.Source(system.Site.Owner);
        await using var superuser = await source.OpenConnectionAsync();
        await RunAsync(superuser, $"set search_path = {tenant.Tenant.Schema}; create schema kept_{tenant.Tenant.Schema}; create table kept_{tenant.Tenant.Schema}.e as select * from audit_entries; create table kept_{tenant.Tenant.Schema}.s as select * from audit_seals");
        var seed = int.Parse(Environment.GetEnvironmentVariable("CIVICPULSE_TAMPER_SEED") ?? "20261122", CultureInfo.InvariantCulture);
#pragma warning disable CA5394 // A repeatable choice of changes, nothing secret.
        var random = new Random(seed);
        var missed = new List<string>();
        var found = 0;
        while (found + missed.Count < Changes)
        {
            var change = await NextAsync(superuser, random, found + missed.Count, tenant);
            if (await RunAsync(superuser, change) == 0) continue;
            if ((await tenant.CheckAsync()).IsWhole) missed.Add(change);
            else found++;
            await RunAsync(superuser, $"""
                truncate audit_entries; truncate audit_seals; insert into audit_entries select * from kept_{tenant.Tenant.Schema}.e; insert into audit_seals select * from kept_{tenant.Tenant.Schema}.s;
                alter table meetings enable trigger all
                """);
        }
#pragma warning restore CA5394
        Assert.Empty(missed);
        TestContext.Current.SendDiagnosticMessage($"{found} of {Changes} changes found (seed {seed}).");
        Assert.True((await tenant.CheckAsync()).IsWhole);
    }

    [Fact]
    public async Task Without_the_seals_the_same_changes_are_not_found()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("Not sealed");
        await system.Site.RowsAsync($"update {tenant.Tenant.Schema}.audit_entries set actor_kind = 'x', after = null");
        Assert.True((await tenant.CheckAsync()).IsWhole);
    }

    internal static async Task<TestTenant> NewLedgerAsync(TestSystem system)
    {
        var tenant = await system.NewTenantAsync();
        for (var seal = 0; seal < 6; seal++)
        {
            for (var i = 0; i < 6; i++)
            {
                var meeting = (await tenant.Owner.NewMeetingAsync($"Meeting {seal}.{i}")).Text("id");
                using var renamed = await tenant.Owner.PatchAsync($"/api/v1/meetings/{meeting}", System.Net.Http.Json.JsonContent.Create(new { name = $"Renamed {seal}.{i}" }));
                Assert.True(renamed.IsSuccessStatusCode);
                if (i == 0) await tenant.Owner.DeleteAsync($"/api/v1/meetings/{meeting}");
            }
            await tenant.SealAllAsync();
        }
        Assert.True((await tenant.CheckAsync()).IsWhole);
        return tenant;
    }

#pragma warning disable CA5394
    /// <summary>The kinds take turns, so that each is there in every run; which row is left to chance.</summary>
    private static async Task<string> NextAsync(NpgsqlConnection superuser, Random random, int turn, TestTenant tenant)
    {
        var (one, other) = (await PickAsync(superuser, random), await PickAsync(superuser, random));
        var seal = $"number = {random.Next(1, 6)}";
        return (turn % 13) switch
        {
            0 or 1 or 2 or 3 or 4 => $"update audit_entries set {EntryEdits[random.Next(EntryEdits.Length)]} where id = {one}",
            5 => random.Next(4) switch
            {
                0 => $"delete from audit_entries where id between {one} and {one + random.Next(5)}",
                _ => $"delete from audit_entries where id = {one}",
            },
            6 => random.Next(2) == 0
                ? $"insert into audit_entries select id + 1000000, at, written_in, actor_kind, actor_id, trace_id, entity, operation, record_id, before, after, gen_random_uuid(), commitment from audit_entries where id = {one}"
                : $"insert into audit_entries (written_in, at, actor_kind, entity, operation, record_id) select written_in, at, 'account', 'meetings', 'delete', gen_random_uuid() from audit_entries where id = {one}",
            7 => Swap(one, other, ((string[])["id", "at", "written_in", "record_id", "after", "salt", "actor_id", "before"])[random.Next(8)]),
            8 => $"update audit_seals set {SealEdits[random.Next(SealEdits.Length)]} where {seal}",
            9 => $"delete from audit_seals where {seal}",
            10 => random.Next(4) switch
            {
                0 => "delete from audit_seals where number = (select max(number) from audit_seals)",
                1 => "with last as (delete from audit_seals where number = (select max(number) from audit_seals) returning from_tx) delete from audit_entries using last where written_in >= last.from_tx",
                2 => "delete from audit_seals",
                _ => "alter table meetings disable trigger audit_update; select 1",
            },
            11 => CutBefore(random.Next(2, 7)),
            _ => await SealAgainAsync(superuser, one, random.Next(2) == 0, tenant),
        };
    }

    private static async Task<long> PickAsync(NpgsqlConnection superuser, Random random)
    {
        await using var command = new NpgsqlCommand($"select id from audit_entries order by id offset {random.Next(60)} limit 1", superuser);
        return (long)(await command.ExecuteScalarAsync())!;
    }
#pragma warning restore CA5394

    /// <summary>Cuts off the oldest part, entries and seals: what is left is of one piece.</summary>
    internal static string CutBefore(long seal) => $"""
        delete from audit_entries where written_in < (select from_tx from audit_seals where number = {seal});
        delete from audit_seals where number < {seal}
        """;

    private static string Swap(long one, long other, string column) => $"""
        with a as (select * from audit_entries where id = {one}), b as (select * from audit_entries where id = {other})
        update audit_entries e set {column} = case when e.id = {one} then b.{column} else a.{column} end
        from a, b where e.id in ({one}, {other}) and a.{column} is distinct from b.{column}
        """;

    /// <summary>Changes an entry, and puts a seal on the change as far as that goes without the key: with a key of one's own, under its name or the real one's.</summary>
    private static async Task<string> SealAgainAsync(NpgsqlConnection superuser, long id, bool ownName, TestTenant tenant)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keys = new SealKeys(Convert.ToBase64String(own.ExportPkcs8PrivateKey()), []);
        var seal = await superuser.LastSealAsync(CancellationToken.None);
        var tree = new MerkleRoot();
        var forged = id;
        await foreach (var entry in superuser.EntriesAsync(seal!.FromTx, seal.ToTx, CancellationToken.None))
        {
            if (tree.Leaves == 0) forged = entry.Id;
            tree.Add((entry.Id == forged ? entry with { ActorKind = "forged" } : entry).Leaf()!);
        }
        var again = seal with { Root = Convert.ToHexStringLower(tree.Value()), KeyId = ownName ? keys.CurrentId! : seal.KeyId };
        again = again with { Hash = again.HashOf(tenant.Tenant.Id), Signature = keys.Sign(again.Statement(tenant.Tenant.Id)) };
        return $"""
            update audit_entries set actor_kind = 'forged' where id = {forged};
            update audit_seals set root = '\x{again.Root}', hash = '\x{again.Hash}', key_id = '{again.KeyId}', signature = decode('{again.Signature}', 'base64') where number = {again.Number}
            """;
    }

    private static async Task<int> RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync();
    }
}
