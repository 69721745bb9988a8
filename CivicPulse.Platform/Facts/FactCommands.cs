using System.CommandLine;
using CivicPulse.Platform.Audit;
using CivicPulse.Platform.Commands;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Facts;

/// <summary><c>facts list</c>, <c>facts dead</c>, <c>facts replay</c>.</summary>
internal static class FactCommands
{
    private const int Shown = 200;

    public static void AddFactCommands(this CommandList commands)
    {
        var facts = commands.Noun("facts", "What waits in the outboxes and what was laid aside.");
        var tenant = new Option<string?>("--tenant") { Description = "The tenant's slug; all tenants without it." };
        var all = new Option<bool>("--all") { Description = "Everything that was laid aside." };
        var ids = new Argument<Guid[]>("id") { Description = "Ids from `facts dead`.", Arity = ArgumentArity.ZeroOrMore };

        var list = new Command("list", "Shows the tenants with open facts, laid aside facts or open jobs.") { tenant };
        list.SetAction((parsed, ct) => ListAsync(commands.Services, parsed.GetValue(tenant), parsed.InvocationConfiguration.Output, ct));
        facts.Add(list);

        var dead = new Command("dead", "Shows what was laid aside, newest first.") { tenant };
        dead.SetAction((parsed, ct) => DeadAsync(commands.Services, parsed.GetValue(tenant), parsed.InvocationConfiguration.Output, ct));
        facts.Add(dead);

        var replay = new Command("replay", "Gives what was laid aside to its reactions again: ids of one tenant, or --all.") { ids, tenant, all };
        replay.Validators.Add(result =>
        {
            if (result.GetValue(all) == result.GetValue(ids) is { Length: > 0 }) result.AddError("Name ids or --all.");
            else if (!result.GetValue(all) && result.GetValue(tenant) is null) result.AddError("Ids need --tenant.");
        });
        replay.SetAction((parsed, ct) =>
            ReplayAsync(commands.Services, parsed.GetValue(tenant), parsed.GetValue(all) ? null : parsed.GetValue(ids), parsed.InvocationConfiguration.Output, ct));
        facts.Add(replay);
    }

    private static async Task<int> ListAsync(IServiceProvider services, string? slug, TextWriter output, CancellationToken ct)
    {
        using var pending = ActivatorUtilities.CreateInstance<PendingWork>(services);
        await output.WriteLineAsync($"{"tenant",-40} {"open",6} {"oldest",-20} {"dead",6} {"jobs",6}");
        foreach (var work in await pending.LookAsync(ct))
            if (slug is null || work.Slug == slug) await output.WriteLineAsync($"{work.Slug,-40} {work.OpenFacts,6} {work.OldestAt,-20:s} {work.DeadFacts,6} {work.OpenJobs,6}");
        return 0;
    }

    private static Task<int> DeadAsync(IServiceProvider services, string? slug, TextWriter output, CancellationToken ct) =>
        InEachAsync(services, slug, async (tenant, inside) =>
        {
            var dead = await inside.GetRequiredService<TenantDb>().Set<FactFailure>().AsNoTracking().Where(f => f.DeadAt != null)
                .OrderByDescending(f => f.CreatedAt).Take(Shown).Select(f => new { f.Id, f.Fact!.Type, f.Reaction, f.DeadAt, f.Error }).ToListAsync(ct);
            foreach (var f in dead) await output.WriteLineAsync($"{tenant.Slug} {f.Id} {f.DeadAt:s} {f.Type} {f.Reaction}: {f.Error}");
        }, ct);

    private static Task<int> ReplayAsync(IServiceProvider services, string? slug, Guid[]? ids, TextWriter output, CancellationToken ct) =>
        InEachAsync(services, slug, async (tenant, inside) =>
        {
            var db = inside.GetRequiredService<TenantDb>();
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            var replayed = await db.ReplayFactsAsync(ids, ct);
            if (replayed.Count == 0) return;
            await inside.GetRequiredService<AuditEvents>().RecordAsync("platform.facts_replayed", "fact_failures", null, new { Facts = replayed }, ct);
            await transaction.CommitAsync(ct);
            await inside.GetRequiredService<FactHints>().GiveAsync(tenant.Slug);
            await output.WriteLineAsync($"{tenant.Slug}: {replayed.Count} facts replayed");
        }, ct);

    private static async Task<int> InEachAsync(IServiceProvider services, string? slug, Func<Tenant, IServiceProvider, Task> work, CancellationToken ct)
    {
        var tenants = (await services.GetRequiredService<TenantDirectory>().ListAsync(ct)).Where(t => slug is null || t.Slug == slug).ToList();
        foreach (var tenant in tenants)
        {
            await using var scope = services.GetRequiredService<TenantScopes>().Enter(tenant);
            await work(tenant, scope.ServiceProvider);
        }
        return tenants.Count > 0 || slug is null ? 0 : 1;
    }
}
