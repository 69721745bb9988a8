using CivicPulse.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using Npgsql;
using Npgsql.EntityFrameworkCore.PostgreSQL.Update.Internal;

namespace CivicPulse.Platform.Data;

// The provider's own batch looks for the counts of its statements at fixed places and cannot be told of one that goes before them.
#pragma warning disable EF1001

/// <summary>Makes batches that know of the admission before them, and that need no transaction of their own where one message is one.</summary>
internal sealed class OneTripBatches(ModificationCommandBatchFactoryDependencies dependencies, IDbContextOptions options)
    : NpgsqlModificationCommandBatchFactory(dependencies, options)
{
    private readonly ModificationCommandBatchFactoryDependencies _dependencies = dependencies;

    public override ModificationCommandBatch Create() => new OneTripBatch(_dependencies);
}

internal sealed class OneTripBatch(ModificationCommandBatchFactoryDependencies dependencies) : NpgsqlModificationCommandBatch(dependencies, Most)
{
    private const int Most = 1000;

    /// <summary>
    /// All statements travel in one message, which PostgreSQL commits or undoes as one. Of rows that are only added none can be found
    /// changed by somebody else after that commit, so for them BEGIN and COMMIT would be two round trips for nothing. Where more
    /// batches follow, the caller begins a transaction all the same.
    /// </summary>
    public override bool RequiresTransaction =>
        base.RequiresTransaction && !ModificationCommands.All(c => c.EntityState == EntityState.Added);

    /// <summary>Only the framework saves so, a key every few months: what is there already is read without waiting.</summary>
    protected override void Consume(RelationalDataReader reader) => ConsumeAsync(reader).GetAwaiter().GetResult();

    protected override async Task ConsumeAsync(RelationalDataReader reader, CancellationToken cancellationToken = default)
    {
        var found = (NpgsqlDataReader)reader.DbDataReader;
        var at = 0;
        try
        {
            for (; at < ModificationCommands.Count; at++)
            {
                if (!ResultSetMappings[at].HasFlag(ResultSetMapping.HasResultRow))
                {
                    if (Counted(found, at) != 1) await ChangedByAnotherAsync(reader, at, cancellationToken);
                    continue;
                }
                if (!await reader.ReadAsync(cancellationToken)) await ChangedByAnotherAsync(reader, at, cancellationToken);
                ModificationCommands[at].PropagateResults(reader);
                await found.NextResultAsync(cancellationToken);
            }
        }
        catch (Exception e) when (e is not DbUpdateException)
        {
            // The first statement had its answer, so for Entity Framework the command went well and no interceptor hears of this.
            GateInterceptor.Gate(Dependencies.CurrentContext.Context).Fail(e);
            if (e is OperationCanceledException) throw;
            // A trigger that refuses comes after its statement, so after the last one too.
            throw new DbUpdateException("The changes could not be saved.", e, ModificationCommands[Math.Min(at, ModificationCommands.Count - 1)].Entries);
        }
    }

    private Task ChangedByAnotherAsync(RelationalDataReader reader, int at, CancellationToken ct) =>
        ThrowAggregateUpdateConcurrencyExceptionAsync(reader, at, 1, 0, ct);

    /// <summary>Counted from the end: the admission may be before them or not.</summary>
    private ulong Counted(NpgsqlDataReader reader, int at)
    {
#pragma warning disable CS0618 // The only place that tells the rows of one statement.
        var statements = reader.Statements;
#pragma warning restore CS0618
        return statements[statements.Count - ModificationCommands.Count + at].Rows;
    }
}
