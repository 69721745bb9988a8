using CivicPulse.Platform.Audit;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Tests.AuditTrail;

public sealed class LedgerTests(TestSystem system)
{
    private SealKeys Keys => system.Site.Api.GetRequiredService<SealKeys>();

    [Fact]
    public async Task A_sealed_ledger_is_whole_and_its_export_proves_itself_without_a_database()
    {
        var tenant = await system.NewTenantAsync();
        for (var i = 0; i < 5; i++) await tenant.Owner.NewMeetingAsync($"Meeting {i} with \"quotes\", naïve text and a ✓");
        await tenant.SealAllAsync();
        await tenant.Owner.NewMeetingAsync("Later");
        await tenant.SealAllAsync();
        await tenant.Owner.NewMeetingAsync("Not sealed");

        var report = await tenant.CheckAsync();
        Assert.Empty(report.Faults);
        Assert.True(report.Seals >= 2 && report.Unsealed is > 0 and < 10 && report.Entries > 8, report.ToString());
        var file = await tenant.ExportAsync();
        var offline = await LedgerFixture.CheckFileAsync(file, Keys);
        Assert.Empty(offline.Faults);
        Assert.Equal((report.Seals, report.Head, report.Entries), (offline.Seals, offline.Head, offline.Entries));
        Assert.True((await LedgerFixture.CheckFileAsync(file, null)).IsWhole);
    }

    [Fact]
    public async Task A_changed_line_of_an_export_a_missing_one_and_a_foreign_key_are_found()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("The real name");
        await tenant.SealAllAsync();
        var file = await tenant.ExportAsync();
        Assert.Contains("The real name", file, StringComparison.Ordinal);

        Assert.Contains((await LedgerFixture.CheckFileAsync(file.Replace("The real name", "Another name", StringComparison.Ordinal), Keys)).Faults, f => f.Code == "wrong_root");
        var lines = file.TrimEnd('\n').Split('\n');
        foreach (var missing in Enumerable.Range(1, lines.Length - 1))
            Assert.False((await LedgerFixture.CheckFileAsync(string.Join('\n', lines.Where((_, i) => i != missing)) + "\n", Keys)).IsWhole, $"Line {missing} is not missed.");
        using var foreign = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var others = new SealKeys(null, [Convert.ToBase64String(foreign.ExportSubjectPublicKeyInfo())]);
        Assert.Contains((await LedgerFixture.CheckFileAsync(file, others)).Faults, f => f.Code == "unknown_key");
        foreach (var rubbish in (string[])["", "\n", "{}", "null", "{\"ledger\":null}\n", file[..(file.Length / 2)], "{\"ledger\":{\"format\":\"civicpulse-audit-1\",\"tenant\":\"x\",\"id\":\"00000000-0000-0000-0000-000000000000\",\"exported_at\":\"2026-01-01T00:00:00Z\",\"keys\":[]}}\nnull\n[1]\n{\"entry\":{}}\n"])
            Assert.False((await LedgerFixture.CheckFileAsync(rubbish, Keys)).IsWhole);
    }

    [Fact]
    public async Task Cutting_off_the_oldest_part_is_found_and_a_part_that_was_asked_for_says_where_it_begins()
    {
        var tenant = await TamperTests.NewLedgerAsync(system);
        var third = (await tenant.InsideAsync(s => s.GetRequiredService<LiveLedger>().HeadsAsync(2, 1, CancellationToken.None)))[0];
        var part = await tenant.ExportAsync(third.SealedAt);
        var report = await LedgerFixture.CheckFileAsync(part, Keys);
        Assert.Empty(report.Faults);
        Assert.Equal(3, report.First);
        Assert.Equal(1, (await LedgerFixture.CheckFileAsync(await tenant.ExportAsync(), Keys)).First);

        await system.Site.RowsAsync($"set search_path = {tenant.Tenant.Schema}; {TamperTests.CutBefore(4)}");
        Assert.Contains((await tenant.CheckAsync()).Faults, f => f.Code == "missing_seal");
        Assert.Contains((await LedgerFixture.CheckFileAsync(await tenant.ExportAsync(), Keys)).Faults, f => f.Code == "missing_seal");
        Assert.Contains((await LedgerFixture.CheckFileAsync(await tenant.ExportAsync(third.SealedAt), Keys)).Faults, f => f.Code == "missing_seal");
    }

    [Fact]
    public async Task What_is_redacted_while_its_range_is_sealed_leaves_no_words_in_the_index()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = Guid.Parse((await tenant.Owner.NewMeetingAsync("Jane Roe's hearing")).Text("id"));
        await using var source = OwnerSql.Source(new NpgsqlConnectionStringBuilder(system.Site.Owner) { SearchPath = tenant.Tenant.Schema }.ConnectionString);
        await using (var sealer = await source.OpenConnectionAsync())
        {
            NpgsqlTransaction? round = null;
            // Transactions of other tests hold the horizon back.
            await Eventually.TrueAsync(async () =>
            {
                if (round is not null) await round.DisposeAsync();
                round = await sealer.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
                await using var ended = new NpgsqlCommand("select max(written_in) < audit_horizon() from audit_entries", sealer);
                return (bool)(await ended.ExecuteScalarAsync())!;
            });
            var (last, horizon) = (await sealer.LastSealAsync(CancellationToken.None), await sealer.HorizonAsync(CancellationToken.None));
            Assert.Equal(1, await system.Site.Commands.GetRequiredService<LedgerRedaction>().RedactRecordAsync(tenant.Tenant, meeting, "Erasure asked for", CancellationToken.None));
            var root = new string('0', 64);
            var seal = new AuditSeal((last?.Number ?? 0) + 1, DateTimeOffset.UnixEpoch, last?.ToTx ?? 0, horizon, 0, root, last?.Hash ?? AuditSeal.Beginning, root, "none", "");
            Assert.False(await sealer.AddSealAsync(seal, CancellationToken.None));
            await round!.DisposeAsync();
        }
        await tenant.SealAllAsync();
        Assert.Empty((await tenant.CheckAsync()).Faults);
        Assert.Empty(await system.Site.RowsAsync($"select 1 from {tenant.Tenant.Schema}.audit_words where words @@ to_tsquery('simple', 'jane')"));
    }

    [Fact]
    public async Task What_is_in_flight_while_a_range_is_sealed_belongs_to_a_later_one()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.SealAsync();
        await using var source = OwnerSql.Source(system.Site.Owner);
        await using (var slow = await source.OpenConnectionAsync())
        {
            await using var transaction = await slow.BeginTransactionAsync();
            await using (var early = new NpgsqlCommand($"insert into {tenant.Tenant.Schema}.bodies (id, name, slug, classification, created_at, changed_at) values (gen_random_uuid(), 'Slow', 'slow', 'committee', now(), now())", slow))
                await early.ExecuteNonQueryAsync();
            await using (var lost = await source.OpenConnectionAsync())
            {
                // A gap: a number taken by a transaction that never was.
                await using var rolledBack = await lost.BeginTransactionAsync();
                await using var insert = new NpgsqlCommand($"insert into {tenant.Tenant.Schema}.bodies (id, name, slug, classification, created_at, changed_at) values (gen_random_uuid(), 'Gone', 'gone', 'committee', now(), now())", lost);
                await insert.ExecuteNonQueryAsync();
                await rolledBack.RollbackAsync();
            }
            await tenant.Owner.NewMeetingAsync("Fast");
            await tenant.SealAsync();
            Assert.True((await tenant.CheckAsync()).Unsealed > 0);
            await transaction.CommitAsync();
        }
        await tenant.SealAllAsync();
        var report = await tenant.CheckAsync();
        Assert.Empty(report.Faults);
        Assert.Equal(1L, Assert.Single(await system.Site.RowsAsync($"select count(*) from {tenant.Tenant.Schema}.audit_entries where after ->> 'name' = 'Slow'"))[0]);
    }

    [Fact]
    public async Task A_redaction_takes_what_was_held_and_keeps_the_seals_whole()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = (await tenant.Owner.NewMeetingAsync("Jane Roe's hearing")).Text("id");
        await tenant.SealAllAsync();
        var head = await tenant.InsideAsync(s => s.GetRequiredService<LiveLedger>().HeadAsync(CancellationToken.None));
        var redaction = system.Site.Commands.GetRequiredService<LedgerRedaction>();
        Assert.Equal(1, await redaction.RedactRecordAsync(tenant.Tenant, Guid.Parse(meeting), "Erasure asked for", CancellationToken.None));
        Assert.Equal(0, await redaction.RedactRecordAsync(tenant.Tenant, Guid.Parse(meeting), "Again", CancellationToken.None));

        Assert.DoesNotContain("Jane Roe", await tenant.ExportAsync(), StringComparison.Ordinal);
        Assert.Empty(await system.Site.RowsAsync($"select 1 from {tenant.Tenant.Schema}.audit_words where words @@ to_tsquery('simple', 'jane')"));
        await tenant.SealAllAsync();
        var report = await tenant.CheckAsync(head);
        Assert.Empty(report.Faults);
        Assert.Equal(1, report.Redacted);
        Assert.True((await LedgerFixture.CheckFileAsync(await tenant.ExportAsync(), Keys, head)).IsWhole);
        var said = await tenant.Owner.ReadAsync("/api/v1/audit/entries?action=audit.redacted");
        Assert.Equal("operator", Assert.Single(said.List("items")).Text("actor_kind"));
        Assert.Equal(System.Net.HttpStatusCode.Gone, (await tenant.Owner.GetAsync($"/api/v1/audit/records/meetings/{meeting}/as-of")).StatusCode);
    }

    [Fact]
    public async Task Two_that_seal_at_once_do_not_seal_twice()
    {
        var tenant = await system.NewTenantAsync();
        for (var i = 0; i < 10; i++)
        {
            await tenant.Owner.NewMeetingAsync($"Meeting {i}");
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => tenant.SealAsync()));
        }
        var report = await tenant.CheckAsync();
        Assert.Empty(report.Faults);
    }
}
