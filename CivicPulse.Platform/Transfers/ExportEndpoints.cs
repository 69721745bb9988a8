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
            .Produces(StatusCodes.Status200OK, contentType: "text/csv").WithSummary("Exports records as a file of csv, json, jsonl or xlsx");
    }

    private static Page<TransferKind> List([AsParameters] PageQuery page, TransferList transfers, CurrentAccount account)
    {
        if (page.After is { } after && transfers.All.All(t => t.Kind != after)) throw new BadInput("bad_cursor", "`after` is not a cursor of this list.");
        var left = transfers.All.Where(t => account.May(t.ReadWord) && string.CompareOrdinal(t.Kind, page.After) > 0).OrderBy(t => t.Kind, StringComparer.Ordinal).ToList();
        return new([.. left.Take(page.Limit).Select(t => new TransferKind(t.Kind, t.WriteWord is { } word && account.May(word),
            [.. t.Fields.Select(f => new TransferFieldDetail(f.Name, f.Required))]))], left.Count > page.Limit ? left[page.Limit - 1].Kind : null);
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Download(
        string kind, [AsParameters] ExportQuery asked, HttpContext http, TransferList transfers, CurrentAccount account, Exporter exporter, CancellationToken ct)
    {
        if (transfers.Find(kind) is not { } transfer) return Problems.Of(StatusCodes.Status404NotFound, "transfer.unknown_kind", "There is no such kind to export.");
        if (!account.May(transfer.ReadWord)) return Problems.Of(StatusCodes.Status403Forbidden, "not_permitted", "Your role in this tenant does not include this.");
        var format = FormatOf(asked.Format);
        var filter = new ExportFilter(asked.ChangedSince);
        await exporter.AnnounceAsync(transfer, format, filter, ct);
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentDisposition = Attachment($"{transfer.Kind}.{format.ToString().ToLowerInvariant()}");
        return TypedResults.Stream(target => SendAsync(http, exporter, transfer, format, filter, target), format.ContentType());
    }

    /// <summary>A file that breaks off is told as broken off, never as whole.</summary>
    private static async Task SendAsync(HttpContext http, Exporter exporter, Transfer transfer, TableFormat format, ExportFilter filter, Stream target)
    {
        try
        {
            await exporter.WriteAsync(transfer, format, filter, target, http.RequestAborted);
        }
        catch when (http.Response.HasStarted)
        {
            http.Abort();
            throw;
        }
    }

    internal static string Attachment(string fileName)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(fileName);
        return disposition.ToString();
    }

    private static TableFormat FormatOf(string format) => Enum.TryParse<TableFormat>(format, ignoreCase: true, out var found) && Enum.IsDefined(found) && !char.IsAsciiDigit(format[0])
        ? found
        : throw new BadInput("transfer.unknown_format", "`format` is csv, json, jsonl or xlsx.");
}

public sealed record ExportQuery(
    [property: FromQuery(Name = "format"), Description("csv, json, jsonl or xlsx")] string Format = "csv",
    [property: FromQuery(Name = "changed_since"), Description("Only what was created or changed since")] DateTimeOffset? ChangedSince = null);

public sealed record TransferKind(string Kind, bool Importable, IReadOnlyList<TransferFieldDetail> Fields);

public sealed record TransferFieldDetail(string Name, bool Required);
