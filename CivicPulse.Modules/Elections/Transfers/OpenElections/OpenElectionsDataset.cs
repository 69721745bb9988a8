using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Transfers;
using CivicPulse.Platform.Transfers.Datasets;

namespace CivicPulse.Modules.Elections.Transfers.OpenElections;

/// <summary>Results as OpenElections publishes them: by county or by precinct, a row for each candidate and place.</summary>
internal sealed class OpenElectionsDataset : Dataset
{
    /// <summary>Rows that are told from repeated ones.</summary>
    private const int MostRemembered = 2_000_000;

    public override string Kind => "openelections";

    public override string About => "Results of an election in the form of OpenElections: a csv file named like 20241105__ga__general__county-level.csv, or a zip archive of several.";

    public override string ReadWord => ElectionsPermissions.Read;

    public override string WriteWord => ElectionsPermissions.Write;

    public override bool AbsentSaysNothing => true;

    public override IReadOnlyList<DatasetPart> Parts { get; } =
    [
        new("elections", "name", "date", "identifier", "election_type", "status", "is_statewide", "division_id"),
        new("parties", "name"),
        new("contests", "election", "name", "kind", "office", "district", "division_id", "primary_party", "sequence_order"),
        new("selections", "election", "contest", "name", "party", "is_incumbent", "is_write_in"),
        new("reporting_units", "election", "name", "type", "number", "parent", "division_id", "registered_voters", "ballots_cast"),
        new("results"),
    ];

    public override bool IsWritten => true;

    public override (string ContentType, string FileName) Written => ("application/zip", "openelections.zip");

    protected override async IAsyncEnumerable<DatasetRow> ReadAsync(DatasetFiles files, [EnumeratorCancellation] CancellationToken ct)
    {
        var survey = await OpenElectionsSurvey.OfAsync(files, ct);
        foreach (var (kind, row, place) in survey.Rows()) yield return new(kind, row, place);
        var taken = new Dictionary<ulong, int>();
        await foreach (var line in OpenElectionsLine.ReadAsync(files, ct))
        {
            if (line.Problem is { } problem)
            {
                yield return new("results", null, line.Place, problem);
                continue;
            }
            if (line.IsTurnout) continue;
            if (survey.ContestOf(line) is not { } contest)
            {
                yield return new("results", null, line.Place, new RowProblem("elections.no_party", "party", "In this primary each party votes for itself, and neither this row nor another names the one party of this candidate."));
                continue;
            }
            var selection = survey.SelectionOf(line);
            foreach (var (way, votes) in line.Votes)
            {
                var row = new ResultRow(line.Election.Identifier, contest, selection, line.Unit, way, votes);
                yield return IsOther(taken, row)
                    ? new("results", row, line.Place, new RowProblem("elections.counted_twice", "votes", "An earlier row has another number for the same candidate and place."))
                    : new("results", row, line.Place);
            }
        }
    }

    protected override Task WriteAsync(TenantDb db, Stream target, CancellationToken ct) => new OpenElectionsFiles(db).WriteAsync(target, ct);

    /// <summary>The second of two numbers is refused: taking it would make every later import of the file change the record twice.</summary>
    private static bool IsOther(Dictionary<ulong, int> taken, ResultRow row)
    {
        var key = $"{row.Election}\u001F{row.Contest}\u001F{row.Selection}\u001F{row.ReportingUnit}\u001F{row.CountItemType}";
        var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(key.AsSpan()));
        if (taken.TryGetValue(hash, out var votes)) return votes != row.Votes;
        if (taken.Count < MostRemembered) taken[hash] = row.Votes!.Value;
        return false;
    }
}
