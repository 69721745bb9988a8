using System.Text.Json;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Jobs;
using CivicPulse.Platform.Transfers.Tables;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Transfers;

/// <summary>What an import does with records that are there already.</summary>
public enum OnExisting { Update, Skip }

public enum ImportState { Uploaded, Running, Succeeded, Failed, Cancelled }

/// <summary>A file that came in to be imported: what it is, and which of its columns is which field.</summary>
internal sealed class Import : Entity
{
    public required string Kind { get; init; }

    public required string FileName { get; init; }

    public required string FileKey { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    public required string Sha256 { get; init; }

    public required TableFormat Format { get; init; }

    public required string Dialect { get; init; }

    public required string Columns { get; init; }

    public required string Mapping { get; set; }

    public TableDialect ReadDialect() => JsonSerializer.Deserialize<TableDialect>(Dialect, Wire.Json)!;

    public string[] ReadColumns() => JsonSerializer.Deserialize<string[]>(Columns, Wire.Json)!;

    public Dictionary<string, string> ReadMapping() => JsonSerializer.Deserialize<Dictionary<string, string>>(Mapping, Wire.Json)!;
}

/// <summary>One passage through the file, for show or in earnest, with its exact counts: <c>read = created + updated + unchanged + rejected</c>.</summary>
internal sealed class ImportRun : Entity
{
    public required Guid ImportId { get; init; }

    public required Guid JobId { get; init; }

    public required bool DryRun { get; init; }

    public required OnExisting Existing { get; init; }

    /// <summary>Whoever started it answers for the file: public records in it are published.</summary>
    public bool Publish { get; init; }

    /// <summary>As it was when the run began.</summary>
    public required string Mapping { get; init; }

    public ImportState State { get; private set; } = ImportState.Running;

    public long Read { get; private set; }

    public long Created { get; private set; }

    public long Updated { get; private set; }

    public long Unchanged { get; private set; }

    public long Rejected { get; private set; }

    public string? Error { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>The same counts for each kind of a data set, as JSON.</summary>
    public string Kinds { get; private set; } = "{}";

    public long? ReconciledRows { get; private set; }

    public long? ReconciledStanding { get; private set; }

    public string? FileChecksum { get; private set; }

    public string? RecordsChecksum { get; private set; }

    public void Count(string kind, IReadOnlyCollection<RowFate> fates)
    {
        var counts = KindCounts.Of(fates);
        Read += counts.Read;
        Created += counts.Created;
        Updated += counts.Updated;
        Unchanged += counts.Unchanged;
        Rejected += counts.Rejected;
        var kinds = ReadKinds();
        kinds[kind] = kinds.TryGetValue(kind, out var before) ? before.And(counts) : counts;
        Kinds = JsonSerializer.Serialize(kinds, Wire.Json);
    }

    public Dictionary<string, KindCounts> ReadKinds() => JsonSerializer.Deserialize<Dictionary<string, KindCounts>>(Kinds, Wire.Json)!;

    /// <summary>A dry run keeps nothing but its counts, so a crash begins it anew.</summary>
    public void BeginAgain()
    {
        Read = Created = Updated = Unchanged = Rejected = 0;
        Kinds = "{}";
    }

    public void Reconcile(ReconciledCounts? compared)
    {
        if (compared is null) return;
        (ReconciledRows, ReconciledStanding) = (compared.Rows, compared.Standing);
        (FileChecksum, RecordsChecksum) = (compared.FileChecksum, compared.RecordsChecksum);
    }

    public void Finish(ImportState state, string? error, DateTimeOffset at) => (State, Error, FinishedAt) = (state, error, at);
}

/// <summary>What became of the rows of one kind: <c>read = created + updated + unchanged + rejected</c>.</summary>
public sealed record KindCounts(long Read, long Created, long Updated, long Unchanged, long Rejected)
{
    internal static KindCounts Of(IReadOnlyCollection<RowFate> fates)
    {
        long Count(RowFate fate) => fates.Count(f => f == fate);
        return new(fates.Count, Count(RowFate.Created), Count(RowFate.Updated), Count(RowFate.Unchanged), Count(RowFate.Rejected));
    }

    internal KindCounts And(KindCounts other) =>
        new(Read + other.Read, Created + other.Created, Updated + other.Updated, Unchanged + other.Unchanged, Rejected + other.Rejected);
}

/// <summary>A row that became no record, as it was in the file.</summary>
internal sealed class ImportReject
{
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public required Guid RunId { get; init; }

    public required long RowNumber { get; init; }

    public required string Code { get; init; }

    public string? Field { get; init; }

    public required string Message { get; init; }

    /// <summary>The row's cells as a JSON array.</summary>
    public required string Cells { get; init; }
}

internal static class ImportStore
{
    extension(TenantDb db)
    {
        public DbSet<Import> Imports => db.Set<Import>();

        public DbSet<ImportRun> ImportRuns => db.Set<ImportRun>();

        public DbSet<ImportReject> ImportRejects => db.Set<ImportReject>();
    }

    public static void ImportTables(this ModelBuilder model)
    {
        model.Entity<Import>(import =>
        {
            import.ToTable("imports").Property(i => i.Format).HasConversion<SnakeCaseEnum<TableFormat>>();
            import.Property(i => i.Dialect).HasColumnType("jsonb");
            import.Property(i => i.Columns).HasColumnType("jsonb");
            import.Property(i => i.Mapping).HasColumnType("jsonb");
        });
        model.Entity<ImportRun>(run =>
        {
            run.ToTable("import_runs").HasOne<Import>().WithMany().HasForeignKey(r => r.ImportId);
            run.Property(r => r.Existing).HasConversion<SnakeCaseEnum<OnExisting>>();
            run.Property(r => r.State).HasConversion<SnakeCaseEnum<ImportState>>();
            run.Property(r => r.Mapping).HasColumnType("jsonb");
            run.Property(r => r.Kinds).HasColumnType("jsonb");
        });
        model.Entity<ImportReject>(reject =>
        {
            reject.ToTable("import_rejects").HasOne<ImportRun>().WithMany().HasForeignKey(r => r.RunId);
            reject.Property(r => r.Id).ValueGeneratedNever();
            reject.Property(r => r.Cells).HasColumnType("jsonb");
        });
    }
}
