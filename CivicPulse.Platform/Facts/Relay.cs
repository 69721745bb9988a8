using System.Diagnostics;
using System.Text.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CivicPulse.Platform.Facts;

/// <summary>
/// Hands a tenant's facts to their reactions, in the order they were told. One transaction holds the tenant's relay lock, the
/// fact's row, the reaction's changes and its "handled" mark: it happens wholly and once, or another Worker starts it afresh.
/// </summary>
internal sealed partial class Relay(TenantScopes scopes, ReactionList reactions, TimeProvider clock, ILogger<Relay> log)
{
    internal const int LastAttempt = 10;

    /// <returns>True when nothing more is due now; false when another Worker holds this tenant.</returns>
    public async Task<bool> RunAsync(Tenant tenant, CancellationToken ct)
    {
        while (true)
        {
            switch (await StepAsync(tenant, ct))
            {
                case Step.NothingDue: return true;
                case Step.Held: return false;
            }
        }
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
            scope.ServiceProvider.GetRequiredService<CurrentAccount>().ActAsSystem(fact.ActorId);
            try
            {
                await ReactAsync(tenant, fact, reaction, scope.ServiceProvider, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                await transaction.RollbackAsync(ct);
                await PostponeAsync(tenant, fact.Id, reaction, e, ct);
                return Step.Handled;
            }
            db.Set<HandledFact>().Add(new HandledFact { FactId = fact.Id, Reaction = reaction.Name, HandledAt = clock.GetUtcNow() });
        }
        if (open.Count <= 1) fact.DoneAt = clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return Step.Handled;
    }

    private static async Task ReactAsync(Tenant tenant, OutboxFact fact, Reaction reaction, IServiceProvider services, CancellationToken ct)
    {
        var cause = ActivityContext.TryParse(fact.TraceParent, null, isRemote: true, out var parsed) ? parsed : default;
        using var activity = Telemetry.Source.StartActivity("react " + reaction.Name, ActivityKind.Consumer, cause);
        activity?.SetTag("civicpulse.tenant", tenant.Slug).SetTag("civicpulse.fact", fact.Type).SetTag("civicpulse.fact_id", fact.Id);
        await reaction.RunAsync(services, Read(fact.Payload, reaction), ct);
    }

    private async Task PostponeAsync(Tenant tenant, long factId, Reaction reaction, Exception cause, CancellationToken ct)
    {
        await using var scope = scopes.Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<TenantDb>();
        var fact = await db.Outbox.SingleAsync(f => f.Id == factId, ct);
        fact.Attempts++;
        fact.Error = cause.Message;
        fact.NextAttemptAt = clock.GetUtcNow() + TimeSpan.FromSeconds(Math.Pow(2, fact.Attempts - 1));
        ReactionFailed(log, reaction.Name, fact.Id, fact.Attempts, cause);
        if (fact.Attempts >= LastAttempt)
        {
            fact.DeadAt = clock.GetUtcNow();
            await reaction.GiveUpAsync(scope.ServiceProvider, Read(fact.Payload, reaction), cause.Message, ct);
        }
        await db.SaveChangesAsync(ct);
    }

    private static Fact Read(string payload, Reaction reaction) => (Fact)JsonSerializer.Deserialize(payload, reaction.FactType)!;

    [LoggerMessage(LogLevel.Warning, "Reaction {Reaction} to fact {Fact} failed, attempt {Attempt}")]
    private static partial void ReactionFailed(ILogger log, string reaction, long fact, int attempt, Exception e);
}

internal static class RelaySql
{
    /// <summary>One Worker at a time per tenant, until its transaction ends, however it ends.</summary>
    public static Task<bool> TryHoldRelayAsync(this TenantDb db, CancellationToken ct) =>
        db.Database.SqlQuery<bool>($"""select pg_try_advisory_xact_lock(hashtextextended(current_schema() || ':relay', 0)) as "Value" """).SingleAsync(ct);
}
