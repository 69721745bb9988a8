using System.Diagnostics;
using System.Text.Json;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CivicPulse.Platform.Facts;

/// <summary>One reaction to one fact.</summary>
internal sealed record Due(OpenFact Fact, Reaction Reaction);

/// <summary>
/// Runs reactions, each in one transaction with its "handled" mark: it happens wholly and once, or another Worker starts it afresh.
/// Several that only touch the database share a transaction.
/// </summary>
internal sealed partial class FactWork(TenantScopes scopes, ReactionList reactions, FactMetrics metrics, ILogger<FactWork> log)
{
    public async Task DoAsync(Tenant tenant, IReadOnlyList<Due> bundle, long[] finished, CancellationToken ct)
    {
        using var whole = bundle is [var only] ? Start(tenant, only) : null;
        await using var scope = scopes.Enter(tenant, bundle[0].Fact.ActorId);
        var db = scope.ServiceProvider.GetRequiredService<TenantDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        db.Database.AutoSavepointsEnabled = false;
        long[] facts = [.. bundle.Select(d => d.Fact.Id)];
        string[] names = [.. bundle.Select(d => d.Reaction.Name)];
        var marked = await db.MarkHandledAsync(facts, names, ct);
        var mine = marked.Select(m => (m.FactId, m.Reaction)).ToHashSet();
        foreach (var due in bundle.Where(d => mine.Contains((d.Fact.Id, d.Reaction.Name))))
        {
            using var part = whole is null ? Start(tenant, due) : null;
            if (part is not null) await db.TraceAsync(part.TraceId.ToHexString(), ct);
            await due.Reaction.RunAsync(scope.ServiceProvider, Read(due), ct);
            await db.SaveChangesAsync(ct);
            if (bundle.Count > 1) db.ChangeTracker.Clear();
        }
        await db.ForgetFailuresAsync(facts, names, ct);
        await db.FinishAsync(finished, reactions.All, ct);
        await transaction.CommitAsync(ct);
        foreach (var due in bundle) metrics.Handled(due.Reaction.Name);
    }

    /// <summary>Leaves the fact to people, for this reaction: with the mark that the reaction leaves, when it can.</summary>
    public async Task GiveUpAsync(Tenant tenant, Due due, string error, bool finishes, CancellationToken ct)
    {
        try
        {
            await GiveUpAsync(tenant, due, error, finishes, true, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && !Relay.LostConnection(e))
        {
            NoMark(log, due.Reaction.Name, due.Fact.Id, tenant.Slug, e);
            await GiveUpAsync(tenant, due, error, finishes, false, ct);
        }
        metrics.GaveUp(due.Reaction.Name);
    }

    private async Task GiveUpAsync(Tenant tenant, Due due, string error, bool finishes, bool mark, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant, due.Fact.ActorId);
        var db = scope.ServiceProvider.GetRequiredService<TenantDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.LayAsideAsync(due.Fact.Id, due.Reaction.Name, ct);
        if (mark) await due.Reaction.GiveUpAsync(scope.ServiceProvider, Read(due), error, ct);
        await db.SaveChangesAsync(ct);
        await db.FinishAsync(finishes ? [due.Fact.Id] : [], reactions.All, ct);
        await transaction.CommitAsync(ct);
    }

    private static Activity? Start(Tenant tenant, Due due)
    {
        var cause = ActivityContext.TryParse(due.Fact.TraceParent, null, isRemote: true, out var parsed) ? parsed : default;
        return Telemetry.Source.StartActivity("react " + due.Reaction.Type.Name, ActivityKind.Consumer, cause)?
            .SetTag("civicpulse.tenant", tenant.Slug).SetTag("civicpulse.fact", due.Fact.Type).SetTag("civicpulse.fact_id", due.Fact.Id);
    }

    private static Fact Read(Due due) => (Fact)JsonSerializer.Deserialize(due.Fact.Payload, due.Reaction.FactType)!;

    [LoggerMessage(LogLevel.Error, "Reaction {Reaction} gave up fact {Fact} of {Tenant} and could not leave its mark")]
    private static partial void NoMark(ILogger log, string reaction, long fact, string tenant, Exception e);
}
