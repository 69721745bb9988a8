using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Transfers;

internal static class ImportEndpoints
{
    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        var imports = routes.MapGroup("/api/v1/imports").WithTags("Transfer");
        imports.MapGet("/", List).Needs(PlatformPermissions.Import).WithSummary("Lists imports, newest first");
        imports.MapPost("/", Create).Needs(PlatformPermissions.Import).WithImports()
            .Accepts<IFormFile>("multipart/form-data").WithSummary("Takes in a csv, json, jsonl, xlsx, geojson, kml or zipped shapefile `file` of a `kind`, or the file of a data set, up to 1 GB");
        imports.MapGet("/{id:guid}", Read).Needs(PlatformPermissions.Import).WithSummary("Reads an import: columns, mapping, state and counts");
        imports.MapGet("/{id:guid}/preview", Preview).Needs(PlatformPermissions.Import).WithSummary("Shows the first rows as they would come in");
        imports.MapPut("/{id:guid}/mapping", Map).Needs(PlatformPermissions.Import).WithSummary("Says which column is which field");
        imports.MapDelete("/{id:guid}", Delete).Needs(PlatformPermissions.Import).WithSummary("Deletes an import with its file; what it created stays");
    }

    private static Task<Page<ImportSummary>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        db.Imports.ToPageAsync(page, i => i.CreatedAt, i => new ImportSummary(i.Id, i.Kind, i.FileName, i.Size, i.Format, i.CreatedAt), ct);

    private static async Task<Created<ImportDetail>> Create(
        HttpRequest request, [FromQuery] string? kind, ImportDesk desk, TenantDb db, CancellationToken ct)
    {
        var upload = await ImportUpload.ReadAsync(request, kind, ct);
        var import = await desk.TakeAsync(upload.Kind, upload.FileName, upload.Content, ct);
        return TypedResults.Created($"/api/v1/imports/{import.Id}", await DetailAsync(import, desk, db, ct));
    }

    private static async Task<Results<Ok<ImportDetail>, NotFound>> Read(Guid id, ImportDesk desk, TenantDb db, CancellationToken ct) =>
        await db.Imports.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, ct) is { } import
            ? TypedResults.Ok(await DetailAsync(import, desk, db, ct))
            : TypedResults.NotFound();

    private static async Task<Results<Ok<ImportPreview>, NotFound>> Preview(
        Guid id, ImportDesk desk, TenantDb db, CancellationToken ct, [FromQuery, Range(1, 100)] int rows = 20)
    {
        if (rows is < 1 or > 100) throw new BadInput("invalid", "`rows` is from 1 to 100.");
        if (await db.Imports.AsNoTracking().FirstOrDefaultAsync(i => i.Id == id, ct) is not { } import) return TypedResults.NotFound();
        var shown = await desk.PreviewAsync(import, rows, ct);
        return TypedResults.Ok(new ImportPreview([.. shown.Select(s => new PreviewRow(s.Row.Source.Number, s.Transfer.Kind,
            s.Transfer.Fields.Index().Where(f => s.Row.Values[f.Index] is not null).ToDictionary(f => f.Item.Name, f => f.Item.Format(s.Row.Values[f.Index]), StringComparer.Ordinal), s.Problem))]));
    }

    private static async Task<Results<Ok<ImportDetail>, NotFound>> Map(Guid id, MapColumns asked, ImportDesk desk, TenantDb db, CancellationToken ct)
    {
        if (await db.Imports.FirstOrDefaultAsync(i => i.Id == id, ct) is not { } import) return TypedResults.NotFound();
        desk.Map(import, asked.Columns ?? throw new BadInput("invalid", "Name the `columns`: an object of column names and field names."));
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(await DetailAsync(import, desk, db, ct));
    }

    private static async Task<Results<NoContent, NotFound>> Delete(Guid id, ImportDesk desk, TenantDb db, CancellationToken ct)
    {
        if (await db.Imports.FirstOrDefaultAsync(i => i.Id == id, ct) is not { } import) return TypedResults.NotFound();
        await desk.RemoveAsync(import, ct);
        return TypedResults.NoContent();
    }

    private static async Task<ImportDetail> DetailAsync(Import import, ImportDesk desk, TenantDb db, CancellationToken ct)
    {
        var transfer = desk.KindOf(import.Kind).Transfer;
        var (columns, mapping) = (import.ReadColumns(), import.ReadMapping());
        var run = await db.ImportRuns.AsNoTracking().Where(r => r.ImportId == import.Id).OrderByDescending(r => r.CreatedAt).ThenByDescending(r => r.Id).FirstOrDefaultAsync(ct);
        var dialect = import.ReadDialect();
        return new ImportDetail(
            import.Id, import.Kind, import.FileName, import.Size, import.Sha256, import.Format,
            dialect.Format is TableFormat.Csv or TableFormat.Json or TableFormat.Jsonl or TableFormat.Geojson ? dialect.Encoding : null, dialect.Format == TableFormat.Csv ? dialect.Delimiter.ToString() : null,
            columns, mapping, transfer is null ? [] : new ImportMapping(transfer, columns, mapping).Missing, run?.State ?? ImportState.Uploaded,
            run is null ? null : ImportRunDetail.Of(run), import.CreatedAt, import.Version);
    }
}

/// <param name="Columns">From a column's heading to a field's name; columns that are not named are left out.</param>
[Example("""{ "columns": { "name": "name", "classification": "classification" } }""")]
public sealed record MapColumns([Required] IReadOnlyDictionary<string, string>? Columns);

/// <param name="Size">Bytes.</param>
public sealed record ImportSummary(Guid Id, string Kind, string FileName, long Size, TableFormat Format, DateTimeOffset CreatedAt);

/// <param name="Missing">Required fields that no column is mapped to.</param>
/// <param name="Run">The latest run.</param>
public sealed record ImportDetail(
    Guid Id, string Kind, string FileName, long Size, string Sha256, TableFormat Format, string? Encoding, string? Delimiter, IReadOnlyList<string> Columns,
    IReadOnlyDictionary<string, string> Mapping, IReadOnlyList<string> Missing, ImportState State, ImportRunDetail? Run, DateTimeOffset CreatedAt,
    [property: JsonIgnore] uint RowVersion) : IVersioned;

public sealed record ImportPreview(IReadOnlyList<PreviewRow> Rows);

/// <param name="Kind">What kind of record the row is; data sets hold several.</param>
public sealed record PreviewRow(long Row, string Kind, IReadOnlyDictionary<string, string?> Values, RowProblem? Problem);
