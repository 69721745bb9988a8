using System.Text.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Jobs;
using CivicPulse.Platform.Transfers.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Transfers;

internal static class ImportRunEndpoints
{
    public static void MapImportRuns(this IEndpointRouteBuilder routes)
    {
        var import = routes.MapGroup("/api/v1/imports/{importId:guid}").WithTags("Transfer");
        import.MapPost("/runs", Start).Needs(PlatformPermissions.Import).WithSummary("Runs an import, or with `dry_run` tells what it would do");
        import.MapGet("/runs", List).Needs(PlatformPermissions.Import).WithSummary("Lists an import's runs, newest first");
        import.MapGet("/rejects", Rejects).Needs(PlatformPermissions.Import).WithTransfers()
            .Produces(StatusCodes.Status200OK, contentType: "text/csv").WithSummary("Downloads the rejected rows of the latest run, to be corrected and imported again");
    }

    private static async Task<Results<Accepted<JobDetail>, NotFound>> Start(Guid importId, StartRun asked, ImportDesk desk, TenantDb db, CancellationToken ct)
    {
        if (await db.Imports.FirstOrDefaultAsync(i => i.Id == importId, ct) is not { } import) return TypedResults.NotFound();
        var (_, job) = await desk.StartAsync(import, asked, ct);
        return UploadRoutes.Accepted(job.ToDetail());
    }

    private static async Task<Results<Ok<Page<ImportRunDetail>>, NotFound>> List(Guid importId, [AsParameters] PageQuery page, TenantDb db, CancellationToken ct)
    {
        if (!await db.Imports.AnyAsync(i => i.Id == importId, ct)) return TypedResults.NotFound();
        return TypedResults.Ok(await db.ImportRuns.Where(r => r.ImportId == importId).ToPageAsync(page, r => r.CreatedAt,
            r => ImportRunDetail.Of(r), ct));
    }

    private static async Task<Results<PushStreamHttpResult, NotFound>> Rejects(Guid importId, ImportDesk desk, TenantDb db, HttpContext http, CancellationToken ct)
    {
        if (await db.Imports.AsNoTracking().FirstOrDefaultAsync(i => i.Id == importId, ct) is not { } import) return TypedResults.NotFound();
        desk.KindOf(import.Kind);
        var run = await db.ImportRuns.Where(r => r.ImportId == importId).OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(ct);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentDisposition = ExportEndpoints.Attachment($"{Path.GetFileNameWithoutExtension(import.FileName)}-rejects.csv");
        var encoding = import.Format == TableFormat.Csv ? import.ReadDialect().Encoding : "utf-8";
        return TypedResults.Stream(target => WriteAsync(import, run, db, target, encoding, http.RequestAborted), $"text/csv; charset={encoding}");
    }

    /// <summary>The columns as they were, then where the row was and what is wrong with it; in the file's own encoding and delimiter.</summary>
    private static async Task WriteAsync(Import import, Guid? run, TenantDb db, Stream target, string encoding, CancellationToken ct)
    {
        var delimiter = import.Format == TableFormat.Csv ? import.ReadDialect().Delimiter : ',';
        string[] headings = [.. import.ReadColumns(), "row", "problem", "field", "message"];
        await using var reading = await db.BeginTransferAsync(ct);
        await using var table = await CsvTableWriter.CreateAsync(target, [.. headings.Select(h => new TableColumn(h, CellKind.Text))], delimiter, encoding, ct: ct);
        await foreach (var reject in db.ImportRejects.AsNoTracking().Where(r => r.RunId == run).OrderBy(r => r.RowNumber).AsAsyncEnumerable().WithCancellation(ct))
        {
            string?[] cells = JsonSerializer.Deserialize<string?[]>(reject.Cells, Wire.Json)!;
            await table.WriteAsync([.. cells, reject.RowNumber.ToString(System.Globalization.CultureInfo.InvariantCulture), reject.Code, reject.Field, reject.Message], ct);
        }
        await table.FinishAsync(ct);
    }
}

/// <param name="DryRun">Only tell what it would do.</param>
/// <param name="Existing">What to do with records that are there already.</param>
/// <param name="Publish">You answer for the file: public records in it are before the public at once.</param>
[Example("""{ "dry_run": true, "existing": "update" }""")]
public sealed record StartRun(bool DryRun = false, OnExisting Existing = OnExisting.Update, bool Publish = false);

/// <param name="Kinds">The counts of each kind of records.</param>
/// <param name="Reconciled">For data sets: what the file says beside what stands in the database at the end.</param>
public sealed record ImportRunDetail(
    Guid Id, Guid JobId, bool DryRun, OnExisting Existing, bool Publish, ImportState State, long Read, long Created, long Updated, long Unchanged, long Rejected,
    IReadOnlyDictionary<string, KindCounts> Kinds, ReconciledCounts? Reconciled, string? Error, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt)
{
    internal static ImportRunDetail Of(ImportRun r) => new(
        r.Id, r.JobId, r.DryRun, r.Existing, r.Publish, r.State, r.Read, r.Created, r.Updated, r.Unchanged, r.Rejected, r.ReadKinds(),
        r.ReconciledRows is { } rows ? new(rows, r.ReconciledStanding!.Value, r.FileChecksum!, r.RecordsChecksum!) : null, r.Error, r.CreatedAt, r.FinishedAt);
}
