using System.Collections.Frozen;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Jobs;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Search;
using CivicPulse.Platform.Tenancy;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace CivicPulse.Platform.Data;

/// <summary>
/// The records of one tenant. The model is the same for all of them and names no schema: which tenant's rows it sees is
/// decided with each command, by <see cref="TenantGate"/>. Modules add their sets as extension properties.
/// </summary>
public sealed class TenantDb(DbContextOptions<TenantDb> options) : DbContext(options)
{
    internal Tenant? Tenant { get; private set; }

    internal CurrentAccount? Actor { get; private set; }

    /// <summary>The clocks by which this organization's days begin and end.</summary>
    public TimeZoneInfo Zone => Tenant?.Zone ?? TimeZoneInfo.Utc;

    /// <summary>Made anew for each command: who acts may have become known since.</summary>
    internal TenantPass? Pass => Tenant is null || Actor is null ? null : TenantPass.For(Tenant, Actor);

    internal GateState Gate { get; } = new();

    /// <summary>What is to be told to others once, and only if, the changes are committed.</summary>
    internal List<Func<Task>> AfterCommit { get; } = [];

    /// <summary>On their way into the search index with the next save.</summary>
    internal List<SearchWrite> SearchWrites { get; } = [];

    /// <summary>What is saved comes from a file, not from a person.</summary>
    internal bool Importing { get; set; }

    /// <summary>What the client insists on (<c>If-Match</c>), looked at before anything is saved.</summary>
    internal Http.WriteCondition? Condition { get; set; }

    internal DbSet<OutboxFact> Outbox => Set<OutboxFact>();

    internal DbSet<Job> Jobs => Set<Job>();

    internal TenantDb Bind(Tenant tenant, CurrentAccount actor)
    {
        (Tenant, Actor) = (tenant, actor);
        return this;
    }

    /// <summary>The context goes back to its pool and must carry nothing of this tenant along.</summary>
    public override ValueTask DisposeAsync()
    {
        Unbind();
        return base.DisposeAsync();
    }

    public override void Dispose()
    {
        Unbind();
        base.Dispose();
    }

    private void Unbind()
    {
        (Tenant, Actor, Condition, Importing) = (null, null, null, false);
        AfterCommit.Clear();
        SearchWrites.Clear();
        Gate.Forget();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.AddFacts();
        modelBuilder.JobTables();
        modelBuilder.Entity<Job>().VisibleWith(PlatformPermissions.ReadJobs, rule => rule.Owner(j => j.AccountId, always: true).WrittenAlong());
        Http.KeptAnswersSql.KeptAnswerTables(modelBuilder);
        modelBuilder.SearchTables();
        modelBuilder.ImportTables();
        modelBuilder.PortalTables();
        foreach (var module in this.GetService<ModuleList>().All) module.Tables(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(e => typeof(Entity).IsAssignableFrom(e.ClrType)))
        {
            modelBuilder.Entity(entity.ClrType).Property(nameof(Entity.Id)).ValueGeneratedNever();
            modelBuilder.Entity(entity.ClrType).Property(nameof(Entity.Version)).IsRowVersion();
        }
        RecordRule.ApplyAll(this, modelBuilder);
    }
}

/// <summary>Stores an enumeration as its snake_case name, the same word that crosses the wire.</summary>
public sealed class SnakeCaseEnum<T>() : Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter<T, string>(value => Word(value), text => Value(text))
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Words =
        Enum.GetValues<T>().Distinct().ToFrozenDictionary(v => v, v => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));

    private static readonly FrozenDictionary<string, T> Values = Words.ToFrozenDictionary(w => w.Value, w => w.Key, StringComparer.Ordinal);

    private static string Word(T value) => Words[value];

    private static T Value(string text) => Values[text];
}
