using System.Runtime.CompilerServices;
using CivicPulse.Modules.Elections.Transfers.Files;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers;
using CivicPulse.Platform.Transfers.Datasets;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Modules.Elections.Transfers.Nist;

/// <summary>Election reports of NIST SP 1500-100, version 2, in JSON: contests, candidates, units and counts.</summary>
internal sealed class NistDataset : Dataset
{
    public override string Kind => "nist";

    public override string About => "Election results as ElectionReports of NIST SP 1500-100 version 2 in JSON: a file, or a zip archive of several; one for each election goes out.";

    public override string ReadWord => ElectionsPermissions.Read;

    public override string WriteWord => ElectionsPermissions.Write;

    public override bool AbsentSaysNothing => true;

    public override IReadOnlyList<DatasetPart> Parts { get; } =
    [
        new("elections", "name", "date", "identifier", "election_type", "status", "division_id"),
        .. ElectionFile.Ballot,
        new("reporting_units", "election", "name", "type", "number", "parent", "division_id", "identifier", "registered_voters", "ballots_cast", "count_status"),
        new("results"),
    ];

    public override bool IsWritten => true;

    public override (string ContentType, string FileName) Written => ("application/zip", "nist-election-reports.zip");

    protected override async IAsyncEnumerable<DatasetRow> ReadAsync(DatasetFiles files, [EnumeratorCancellation] CancellationToken ct)
    {
        var reports = new List<(string Name, NistReport Report)>();
        foreach (var name in files.Names.Where(n => n.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || files.Names.Count == 1))
            reports.Add((name, await NistReport.ReadAsync(files.Read(name), ct)));
        if (reports.TrueForAll(r => r.Report.Elections.Count == 0))
            throw new BadInput("elections.not_nist", "This is no ElectionReport of NIST SP 1500-100: it names no election with a date.", StatusCodes.Status422UnprocessableEntity);
        foreach (var row in ElectionFile.Rows(reports.SelectMany(r => r.Report.Elections.Select(e => (r.Name, e))), Parts)) yield return row;
        foreach (var (name, report) in reports)
        {
            await foreach (var row in report.CountsAsync(files.Read(name), name, ct)) yield return row;
        }
    }

    protected override async Task WriteAsync(TenantDb db, Stream target, CancellationToken ct)
    {
        using var archive = new DatasetArchive(target);
        await foreach (var book in ElectionBook.AllAsync(db, ct)) await archive.AddAsync($"nist-{book.Election.Slug}.json", file => new NistWriter(db, book, file).WriteAsync(ct), ct);
        await archive.FinishAsync(ct);
    }
}
