using System.Diagnostics.Metrics;
using CivicPulse.Modules;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Jobs;
using CivicPulse.Platform.Search;
using CivicPulse.Tests.Platform;
using CivicPulse.Tests.Support;
using CivicPulse.Worker;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit.Sdk;

namespace CivicPulse.Tests.Laws;

public sealed class FactLaws(FactSite site) : IClassFixture<FactSite>
{
    private static readonly Type[] All = [.. typeof(AllModules).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Fact)))];

    public static TheoryData<Type> Facts => [.. All];

    [Theory]
    [MemberData(nameof(Facts))]
    public async Task A_fact_is_a_sealed_public_record_in_the_past_tense_place_and_in_its_modules_readme(Type fact)
    {
        Assert.True(fact is { IsSealed: true, IsPublic: true } && fact.GetMethod("<Clone>$") is not null, $"{fact} is no public sealed record.");
        Assert.EndsWith(".Public", fact.Namespace, StringComparison.Ordinal);
        var module = fact.Namespace!.Split('.')[^2];
        Assert.Matches($"^{System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(module)}\\.[a-z]+(_[a-z]+)*$", FactNames.Of(fact));
        var readme = await File.ReadAllTextAsync(Path.Combine(SharedData.Repository, "CivicPulse.Modules", module, "README.md"), TestContext.Current.CancellationToken);
        Assert.Contains($"`{fact.Name}`", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_facts_and_no_two_reactions_to_a_fact_share_a_stored_name()
    {
        var names = All.Select(FactNames.Of).ToList();
        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
        var reactions = new ReactionList();
        foreach (var module in AllModules.List.All) module.Reactions(reactions);
        Assert.NotEmpty(reactions.All);
        Assert.Equal(reactions.All.Count, reactions.All.Select(r => (r.Fact, r.Name)).Distinct().Count());
    }

    /// <summary>A fact that nobody listens to is done at once, so a wrong name in SQL is noticed nowhere else.</summary>
    [Fact]
    public async Task What_the_database_tells_by_itself_has_a_reaction()
    {
        await using var source = OwnerSql.Source(site.Site.Owner);
        await using var command = source.CreateCommand("""
            select distinct found[1] from pg_proc p join pg_namespace n on n.oid = p.pronamespace,
                regexp_matches(prosrc, 'insert into outbox[^'';]*''([^'']+)''', 'g') found
            where nspname !~ '^pg_'
            """);
        var told = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken))
            while (await reader.ReadAsync(TestContext.Current.CancellationToken)) told.Add(reader.GetString(0));
        Assert.Contains(FactNames.Of(typeof(SearchTextChanged)), told);
        Assert.Empty(told.Except(site.Worker.GetRequiredService<ReactionList>().All.Select(r => r.Fact), StringComparer.Ordinal));
    }

    [Fact]
    public void Outside_a_tenant_no_reaction_that_reads_records_can_be_made()
    {
        using var scope = site.Worker.CreateScope();
        var reactions = site.Worker.GetRequiredService<ReactionList>().All.Where(r => r.Type.GetConstructors().Single().GetParameters().Any(p => p.ParameterType == typeof(TenantDb))).ToList();
        Assert.True(reactions.Count > 2);
        Assert.All(reactions, r => Assert.Throws<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService(r.Type)));
    }

    [Fact]
    public async Task A_fact_that_is_relayed_again_has_no_second_effect_and_without_its_mark_the_law_notices()
    {
        var tenant = await site.Site.NewTenantAsync();
        for (var i = 0; i < 5; i++) await tenant.Owner.NewMeetingAsync($"Meeting {i}");
        await site.DoneAsync(tenant);
        await site.RunAsync(tenant, "update outbox set done_at = null");
        await site.DoneAsync(tenant);
        await EffectsAreOnceAsync(tenant);

        await site.RunAsync(tenant, "delete from handled; update outbox set done_at = null");
        await site.DoneAsync(tenant);
        await Assert.ThrowsAnyAsync<XunitException>(() => EffectsAreOnceAsync(tenant));
    }

    [Fact]
    public async Task A_job_goes_on_from_its_checkpoint_and_without_one_the_law_notices()
    {
        var tenant = await site.Site.NewTenantAsync();
        await StepsAreOnceAsync(tenant);
        await site.RunAsync(tenant, """
            create function forget() returns trigger language plpgsql as $$ begin new.checkpoint = null; return new; end $$;
            create trigger forget before update on jobs for each row execute function forget();
            """);
        await Assert.ThrowsAnyAsync<XunitException>(() => StepsAreOnceAsync(tenant));
    }

    [Fact]
    public async Task What_the_relay_does_is_measured()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, meter) =>
            {
                if (instrument.Meter.Name == "CivicPulse") meter.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, _, _) => Note(instrument));
        listener.SetMeasurementEventCallback<int>((instrument, _, _, _) => Note(instrument));
        listener.SetMeasurementEventCallback<double>((instrument, _, _, _) => Note(instrument));
        listener.Start();
        var tenant = await site.Site.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("bad");
        await site.DoneAsync(tenant);
        listener.RecordObservableInstruments();
        string[] expected = ["handled", "failed", "gave_up", "open", "oldest", "dead", "tenants_behind", "hints"];
        await Eventually.TrueAsync(() => Task.FromResult(expected.All(name => seen.Contains($"civicpulse.facts.{name}"))));

        void Note(Instrument instrument)
        {
            lock (seen) seen.Add(instrument.Name);
        }
    }

    private async Task EffectsAreOnceAsync(TestTenant tenant)
    {
        foreach (var effect in (string[])[CountMeeting.Effect, JudgeMeeting.Effect])
            Assert.Equal(await site.CountAsync(tenant, "meetings"), await site.CountAsync(tenant, $"jobs where kind = '{effect}'"));
    }

    /// <summary>Stops the Worker in the middle of a job and has another one finish it.</summary>
    private async Task StepsAreOnceAsync(TestTenant tenant)
    {
        var job = await tenant.InsideAsync(async services =>
        {
            var db = services.GetRequiredService<TenantDb>();
            var queued = db.Queue(ScratchJobs.Count, "law", Guid.NewGuid(), new CountTo(20, 100));
            await db.SaveChangesAsync();
            return queued.Id;
        });
        var steps = $"jobs where kind = 'scratch_step' and subject_id = '{job}'";
        await using (new RealHost<WorkerHost>(site.Site.Settings, services => services.AddScratchJobs()))
            await Eventually.TrueAsync(async () => await site.CountAsync(tenant, steps) > 3);
        await using (new RealHost<WorkerHost>(site.Site.Settings, services => services.AddScratchJobs()))
            await Eventually.TrueAsync(async () => await site.CountAsync(tenant, $"jobs where id = '{job}' and state = 'succeeded'") == 1, 90);
        Assert.Equal(20, await site.CountAsync(tenant, steps));
    }
}
