using System.ComponentModel;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;
using CivicPulse.Platform.Transfers.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace CivicPulse.Platform.Transfers;

internal static class ExportEndpoints
{
    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        var exports = routes.MapGroup("/api/v1/exports").WithTags("Transfer");
        exports.MapGet("/", List).Needs(PlatformPermissions.Export).WithSummary("Lists what can be exported and imported, with the fields");
        exports.MapGet("/{kind}", Download).Needs(PlatformPermissions.Export).WithTransfers()
            .Produces(StatusCodes.Status200OK, contentType: "text/csv").WithSummary("Exports records as a file of csv, json, jsonl, xlsx or, with shapes, geojson");
    }

    private static Page<TransferKind> List([AsParameters] PageQuery page, TransferList transfers, CurrentAccount account)
    {
        var tables = transfers.All.Where(t => account.May(t.ReadWord)).Select(t => new TransferKind(t.Kind, t.WriteWord is { } word && account.May(word), true,
            [.. t.Fields.Select(f => new TransferFieldDetail(f.Name, f.Required, f.RefersTo))], null));
        var sets = transfers.Datasets.Where(d => account.May(d.ReadWord)).Select(d => new TransferKind(d.Kind, d.IsRead && account.May(d.WriteWord), d.IsWritten, [], d.About));
        var all = tables.Concat(sets).OrderBy(t => t.Kind, StringComparer.Ordinal).ToList();
        if (page.After is { } after && all.TrueForAll(t => t.Kind != after)) throw new BadInput("bad_cursor", "`after` is not a cursor of this list.");
        var left = all.Where(t => string.CompareOrdinal(t.Kind, page.After) > 0).ToList();
        return new([.. left.Take(page.Limit)], left.Count > page.Limit ? left[page.Limit - 1].Kind : null);
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Download(
        string kind, [AsParameters] ExportQuery asked, HttpContext http, TransferList transfers, CurrentAccount account, Exporter exporter, CancellationToken ct)
    {
        if (transfers.FindDataset(kind) is { IsWritten: true } dataset)
        {
            if (!account.May(dataset.ReadWord)) return NotPermitted();
            await exporter.AnnounceAsync(dataset, ct);
            return Send(http, dataset.Written.FileName, dataset.Written.ContentType, target => exporter.WriteAsync(dataset, target, http.RequestAborted));
        }
        if (transfers.Find(kind) is not { } transfer) return Problems.Of(StatusCodes.Status404NotFound, "transfer.unknown_kind", "There is no such kind to export.");
        if (!account.May(transfer.ReadWord)) return NotPermitted();
        var format = FormatOf(asked.Format, transfer);
        var filter = new ExportFilter(asked.ChangedSince);
        await exporter.AnnounceAsync(transfer, format, filter, ct);
        return Send(http, $"{transfer.Kind}.{format.ToString().ToLowerInvariant()}", format.ContentType(), target => exporter.WriteAsync(transfer, format, filter, target, http.RequestAborted));
    }

    private static ProblemHttpResult NotPermitted() => Problems.Of(StatusCodes.Status403Forbidden, "not_permitted", "Your role in this tenant does not include this.");

    /// <summary>A file that breaks off is told as broken off, never as whole.</summary>
    private static PushStreamHttpResult Send(HttpContext http, string fileName, string contentType, Func<Stream, Task> write)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentDisposition = Attachment(fileName);
        return TypedResults.Stream(async target =>
        {
            try
            {
                await write(target);
            }
            catch when (http.Response.HasStarted)
            {
                http.Abort();
                throw;
            }
        }, contentType);
    }

    internal static string Attachment(string fileName)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName);
        return disposition.ToString();
    }

    private static TableFormat FormatOf(string format, Transfer transfer) =>
        Enum.TryParse<TableFormat>(format, ignoreCase: true, out var found) && Enum.IsDefined(found) && !char.IsAsciiDigit(format[0]) && found.CanHold(transfer.Fields.Select(f => f.Name))
            ? found
            : throw new BadInput("transfer.unknown_format", "`format` is csv, json, jsonl or xlsx; for what has a shape also geojson.");
}

public sealed record ExportQuery(
    [property: FromQuery(Name = "format"), Description("csv, json, jsonl, xlsx or, with shapes, geojson")] string Format = "csv",
    [property: FromQuery(Name = "changed_since"), Description("Only what was created or changed since")] DateTimeOffset? ChangedSince = null);

/// <param name="Fields">The columns of a kind of records; a data set has a form of its own.</param>
/// <param name="About">What a data set is.</param>
public sealed record TransferKind(string Kind, bool Importable, bool Exportable, IReadOnlyList<TransferFieldDetail> Fields, string? About);

/// <param name="RefersTo">The kind whose records it names, by identifier or else by name.</param>
public sealed record TransferFieldDetail(string Name, bool Required, string? RefersTo);
