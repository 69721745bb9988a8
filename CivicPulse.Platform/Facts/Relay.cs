using System.Diagnostics;
using System.Text.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CivicPulse.Platform.Facts;

/// <summary>
/// Hands a tenant's facts to their reactions, in the order they were told. One transaction holds the tenant's relay lock, the
/// fact's row, the reaction's changes and its "handled" mark: it happens wholly and once, or another Worker starts it afresh.
/// </summary>
internal sealed partial class Relay(TenantScopes scopes, ReactionList reactions, FactHints hints, TimeProvider clock, ILogger<Relay> log)
{
    internal const int LastAttempt = 10;

    /// <summary>After so many facts the others have a turn.</summary>
    private const int AtOnce = 50;

    /// <returns>False when another Worker holds this tenant.</returns>
    public async Task<bool> RunAsync(Tenant tenant, CancellationToken ct)
    {
        for (var i = 0; i < AtOnce; i++)
        {
            switch (await StepAsync(tenant, ct))
            {
                case Step.NothingDue: return true;
                case Step.Held: return false;
            }
        }
        await hints.GiveAsync(tenant.Slug);
        return true;
    }

    private enum Step { Handled, NothingDue, Held }

    private async Task<Step> StepAsync(Tenant tenant, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<TenantDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await db.TryHoldRelayAsync(ct)) return Step.Held;
        var fact = await db.Outbox.Where(f => f.DoneAt == null && f.DeadAt == null).OrderBy(f => f.Id).FirstOrDefaultAsync(ct);
        if (fact is null || fact.NextAttemptAt > clock.GetUtcNow()) return Step.NothingDue;

        var handled = await db.Set<HandledFact>().Where(h => h.FactId == fact.Id).Select(h => h.Reaction).ToListAsync(ct);
        var open = reactions.For(fact.Type).Where(r => !handled.Contains(r.Name)).ToList();
        if (open is [var reaction, ..])
        {
            if (fact.Attempts < LastAttempt) return await TryAsync(tenant, fact, reaction, open.Count == 1, scope.ServiceProvider, ct);
            // Every attempt took the process down with it.
            await LayAsideAsync(fact, reaction, fact.Error ?? "The process ended while it worked on this.", scope.ServiceProvider, ct);
        }
        else
        {
            fact.DoneAt = clock.GetUtcNow();
        }
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return Step.Handled;
    }

    private async Task<Step> TryAsync(Tenant tenant, OutboxFact fact, Reaction reaction, bool last, IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<TenantDb>();
        await CountAttemptAsync(tenant, fact.Id, ct);
        try
        {
            services.GetRequiredService<CurrentAccount>().ActAsSystem(fact.ActorId);
            await db.AdmitAgainAsync(ct);
            await ReactAsync(tenant, fact, reaction, services, ct);
            db.Set<HandledFact>().Add(new HandledFact { FactId = fact.Id, Reaction = reaction.Name, HandledAt = clock.GetUtcNow() });
            if (last) fact.DoneAt = clock.GetUtcNow();
            await db.SaveChangesAsync(ct);
            await db.Database.CurrentTransaction!.CommitAsync(ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            if (db.Database.CurrentTransaction is { } open) await open.RollbackAsync(ct);
            await PostponeAsync(tenant, fact.Id, reaction, e, ct);
        }
        return Step.Handled;
    }

    private static async Task ReactAsync(Tenant tenant, OutboxFact fact, Reaction reaction, IServiceProvider services, CancellationToken ct)
    {
        var cause = ActivityContext.TryParse(fact.TraceParent, null, isRemote: true, out var parsed) ? parsed : default;
        using var activity = Telemetry.Source.StartActivity("react " + reaction.Name, ActivityKind.Consumer, cause);
        activity?.SetTag("civicpulse.tenant", tenant.Slug).SetTag("civicpulse.fact", fact.Type).SetTag("civicpulse.fact_id", fact.Id);
        await reaction.RunAsync(services, Read(fact.Payload, reaction), ct);
    }

    /// <summary>Committed before the attempt, apart from it: an attempt that kills the process counts too.</summary>
    private async Task CountAttemptAsync(Tenant tenant, long factId, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        await scope.ServiceProvider.GetRequiredService<TenantDb>().CountAttemptAsync(factId, ct);
    }

    /// <summary>Records the failure, unless another Worker took the fact over in the meantime. What was refused is not tried again.</summary>
    private async Task PostponeAsync(Tenant tenant, long factId, Reaction reaction, Exception cause, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<TenantDb>();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!await db.TryHoldRelayAsync(ct)) return;
        if (await db.Outbox.FirstOrDefaultAsync(f => f.Id == factId && f.DoneAt == null && f.DeadAt == null, ct) is not { } fact) return;
        ReactionFailed(log, reaction.Name, fact.Id, fact.Attempts, cause);
        fact.Error = cause.Message;
        fact.NextAttemptAt = clock.GetUtcNow() + TimeSpan.FromSeconds(Math.Pow(2, fact.Attempts - 1));
        if (cause is BadInput || fact.Attempts >= LastAttempt) await LayAsideAsync(fact, reaction, cause.Message, scope.ServiceProvider, ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task LayAsideAsync(OutboxFact fact, Reaction reaction, string error, IServiceProvider services, CancellationToken ct)
    {
        (fact.Error, fact.DeadAt) = (error, clock.GetUtcNow());
        try
        {
            await reaction.GiveUpAsync(services, Read(fact.Payload, reaction), error, ct);
        }
        catch (JsonException e)
        {
            ReactionFailed(log, reaction.Name, fact.Id, fact.Attempts, e);
        }
    }

    private static Fact Read(string payload, Reaction reaction) => (Fact)JsonSerializer.Deserialize(payload, reaction.FactType)!;

    [LoggerMessage(LogLevel.Warning, "Reaction {Reaction} to fact {Fact} failed, attempt {Attempt}")]
    private static partial void ReactionFailed(ILogger log, string reaction, long fact, int attempt, Exception e);
}
