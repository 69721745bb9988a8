using CivicPulse.Platform.Access;
using CivicPulse.Platform.Audit;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers.Datasets;
using CivicPulse.Platform.Transfers.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Transfers;

/// <summary>Writes what the asker may see of a kind, as it comes from the database. The audit knows of it before the first byte leaves.</summary>
internal sealed class Exporter(TenantDb db, AuditEvents audit, Redaction redaction)
{
    /// <returns>How many records there are.</returns>
    public async Task<long> AnnounceAsync(Transfer transfer, TableFormat format, ExportFilter filter, CancellationToken ct)
    {
        await using var counting = await db.BeginTransferAsync(ct);
        var rows = await transfer.CountAsync(db, filter, ct);
        if (format == TableFormat.Xlsx && rows >= TableLimits.SheetRows)
            throw new BadInput("transfer.too_many_rows", $"A sheet holds {TableLimits.SheetRows - 1} records; there are {rows}. Ask for csv.", StatusCodes.Status422UnprocessableEntity);
        await audit.RecordAsync("platform.exported", transfer.Kind, null, new { format, filter, rows }, ct);
        await counting.CommitAsync(ct);
        return rows;
    }

    public Task AnnounceAsync(Dataset dataset, CancellationToken ct) => audit.RecordAsync("platform.exported", dataset.Kind, null, new { dataset.Written.FileName }, ct);

    public async Task WriteAsync(Dataset dataset, Stream target, CancellationToken ct)
    {
        await using var reading = await db.BeginTransferAsync(ct);
        await dataset.WriteAsync(db, target, ct);
    }

    public async Task WriteAsync(Transfer transfer, TableFormat format, ExportFilter filter, Stream target, CancellationToken ct)
    {
        var shown = transfer.Fields.Index().Where(f => redaction.Shows(f.Item.Tier)).ToList();
        await using var reading = await db.BeginTransferAsync(ct);
        await using var table = await TableFiles.CreateAsync(target, format, [.. shown.Select(f => new TableColumn(f.Item.Name, f.Item.Kind))], ct);
        var cells = new string?[shown.Count];
        await foreach (var values in transfer.ReadAsync(db, filter).WithCancellation(ct))
        {
            for (var i = 0; i < cells.Length; i++)
            {
                var (place, field) = shown[i];
                cells[i] = field.Format(values[place]);
                if (field.Tier > Sensitivity.Internal && cells[i] is not null) redaction.Saw(transfer.Kind, field.Name, null);
            }
            await table.WriteAsync(cells, ct);
        }
        await table.FinishAsync(ct);
    }
}
