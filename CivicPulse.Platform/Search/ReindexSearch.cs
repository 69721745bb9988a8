using System.Reflection;
using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Logging;

namespace CivicPulse.Platform.Search;

/// <summary>Makes the search index again from the records: kind by kind, page by page, each page with its checkpoint.</summary>
internal sealed partial class ReindexSearch(TenantDb db, TenantConnection connections, AiClient ai, EntryVectors vectors, ILogger<ReindexSearch> log) : ILongJob
{
    public const string Kind = "search_reindex";
    private const int PageSize = 200;
    private const double TextShare = 0.7;

    private static readonly MethodInfo Page = typeof(ReindexSearch).GetMethod(nameof(PageAsync))!;

    private sealed record Place(int Type, Guid After);

    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        var types = db.Model.SearchableTypes().ToList();
        var place = run.CheckpointAs<Place>() ?? new Place(0, Guid.Empty);
        while (place.Type < types.Count)
        {
            var last = await PageOfAsync(types[place.Type], place.After, ct);
            place = last is { } id ? place with { After = id } : new Place(place.Type + 1, Guid.Empty);
            await run.SaveAsync(TextShare * place.Type / types.Count, "indexing", place, ct);
            db.ChangeTracker.Clear();
        }
        await using (var connection = await connections.OpenAsync(ct))
        {
            foreach (var type in types) await connection.RemoveOrphansAsync(type.GetTableName()!, ct);
            await connection.RenewPassagesAsync(ct);
        }
        await run.SaveAsync(0.8, "vectors", place, ct);
        await RenewVectorsAsync(run, place, ct);
    }

    private Task<Guid?> PageOfAsync(IEntityType type, Guid after, CancellationToken ct) =>
        (Task<Guid?>)Page.MakeGenericMethod(type.ClrType).Invoke(this, [after, ct])!;

    public Task<Guid?> PageAsync<T>(Guid after, CancellationToken ct) where T : Entity, ISearchable =>
        db.WriteSearchPageAsync(db.Set<T>(), after, PageSize, ct);

    /// <summary>Without the AI service the texts are done and the vectors follow when it is back.</summary>
    private async Task RenewVectorsAsync(JobRun run, Place place, CancellationToken ct)
    {
        try
        {
            var model = (await ai.EmbedAsync(["search"], ct)).Model;
            await using var connection = await connections.OpenAsync(ct);
            await connection.AwaitVectorsAsync(model, ct);
        }
        catch (HttpRequestException e)
        {
            WithoutVectors(log, e);
            return;
        }
        while (await vectors.StepAsync(ct)) await run.SaveAsync(0.9, "vectors", place, ct);
    }

    [LoggerMessage(LogLevel.Information, "The index has its texts; vectors follow when the AI service is back")]
    private static partial void WithoutVectors(ILogger log, Exception e);
}
