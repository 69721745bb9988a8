using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Jobs;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CivicPulse.Platform.Data;

/// <summary>What every save does without being asked: stamps the rows and records the facts beside them.</summary>
internal sealed class SaveRules(TimeProvider clock, FactHints hints, JobHints jobs, AccessChanges access) : SaveChangesInterceptor, IDbTransactionInterceptor
{
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result) =>
        eventData.Context is TenantDb
            ? throw new InvalidOperationException("Tenant records are saved with SaveChangesAsync.")
            : result;

    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is TenantDb db)
        {
            db.Condition?.Check(db.ChangeTracker);
            var entries = db.ChangeTracker.Entries<Entity>().ToList();
            foreach (var entry in entries) PublicRecordRules.Apply(db, entry);
            foreach (var entry in entries) Stamp(db, entry.Entity, entry.State);
            await RecordChecks.CheckAsync(db, entries, access, cancellationToken);
            var tells = false;
            foreach (var entry in entries)
            {
                tells |= Record(db, entry.Entity);
                if (entry is { State: EntityState.Added, Entity: Job }) db.AfterCommit.Add(() => jobs.GiveAsync(db.Tenant!.Slug));
                db.RecordSearch(entry.Entity, entry.State);
            }
            if (tells || db.SearchWrites.Count > 0) db.AfterCommit.Add(() => Hint(db.Tenant!.Slug));
        }
        return result;
    }

    public override async ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        (eventData.Context as TenantDb)?.ForgetSearchWrites();
        if (eventData.Context is TenantDb { Database.CurrentTransaction: null } db) await AnnounceAsync(db);
        return result;
    }

    public async Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is TenantDb db) await AnnounceAsync(db);
    }

    private Task Hint(string tenant)
    {
        hints.Give(tenant);
        return Task.CompletedTask;
    }

    private void Stamp(TenantDb db, Entity entity, EntityState state)
    {
        if (state is not (EntityState.Added or EntityState.Modified)) return;
        (entity.ChangedAt, entity.ChangedBy) = (clock.GetUtcNow(), db.Actor?.Id);
        if (state == EntityState.Added) (entity.CreatedAt, entity.CreatedBy) = (entity.ChangedAt, entity.ChangedBy);
    }

    /// <returns>Whether there is something to tell.</returns>
    private bool Record(TenantDb db, Entity entity)
    {
        if (entity.Untold.Count == 0) return false;
        foreach (var fact in entity.Untold)
        {
            db.Outbox.Add(new OutboxFact
            {
                Type = FactNames.Of(fact.GetType()),
                Payload = JsonSerializer.Serialize(fact, fact.GetType()),
                TraceParent = Activity.Current?.Id,
                ActorId = db.Actor?.Id,
                ToldAt = clock.GetUtcNow(),
            });
        }
        entity.Told();
        return true;
    }

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        (eventData.Context as TenantDb)?.AfterCommit.Clear();
        (eventData.Context as TenantDb)?.ForgetSearchWrites();
        return Task.CompletedTask;
    }

    public Task TransactionRolledBackAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        (eventData.Context as TenantDb)?.AfterCommit.Clear();
        return Task.CompletedTask;
    }

    /// <summary>The rows are committed: those who announce it do not fail. A lost hint is found by the Worker's sweep.</summary>
    private static async Task AnnounceAsync(TenantDb db)
    {
        var due = db.AfterCommit.ToList();
        db.AfterCommit.Clear();
        foreach (var announce in due) await announce();
    }
}
