using System.Globalization;
using System.Runtime.CompilerServices;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers;
using CivicPulse.Platform.Transfers.Datasets;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Modules.Elections.Transfers.OpenElections;

/// <summary>A row of an OpenElections file: what one candidate got in one place, by way of voting.</summary>
internal sealed record OpenElectionsLine(OpenElectionsName Election, string Place, RowProblem? Problem = null)
{
    private const int LongestName = 250;

    public string? County { get; private init; }

    /// <summary>Null where the county, or the state, speaks as a whole.</summary>
    public string? Precinct { get; private init; }

    public string? Office { get; private init; }

    public string? District { get; private init; }

    public string? Party { get; private init; }

    public string? Candidate { get; private init; }

    public IReadOnlyList<(CountItemType Way, int Votes)> Votes { get; private init; } = [];

    /// <summary>How many could vote in the place, or did.</summary>
    public bool IsTurnout => OpenElectionsTerms.IsTurnout(Office!);

    private string? Home => OpenElectionsTerms.IsOfCounty(Office!) ? County : null;

    /// <summary>In a primary each party chooses for itself.</summary>
    public string? PrimaryParty => Election.IsByParty(Office!) && !OpenElectionsTerms.IsNoParty(Party) ? Party : null;

    /// <summary>Does not say whose primary it is of.</summary>
    public bool LacksParty => Party is null && Election.IsByParty(Office!);

    /// <summary>The contest, or in a primary the parties' contests together.</summary>
    public string Race => OpenElectionsTerms.ContestName(Office!, District, Home, party: null);

    public string Contest => OpenElectionsTerms.ContestName(Office!, District, Home, PrimaryParty);

    public string? Division => OpenElectionsTerms.DivisionOf(Election.Division, Office!, District, Home);

    /// <summary>The name of the reporting unit.</summary>
    public string Unit => (County, Precinct) switch
    {
        (_, null) => County ?? "Statewide",
        (null, _) => Precinct,
        _ => $"{County}: {Precinct}",
    };

    public static async IAsyncEnumerable<OpenElectionsLine> ReadAsync(DatasetFiles files, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var file in files.Names.Where(n => n.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || files.Names.Count == 1))
        {
            var election = OpenElectionsName.Read(file)
                ?? throw new BadInput("elections.bad_file_name", "The name of an OpenElections file tells of its election, such as 20241105__ga__general__county-level.csv.", StatusCodes.Status422UnprocessableEntity);
            await using var table = await CsvRecords.OpenAsync(files.Read(file), ct);
            var columns = new Columns(table.Columns);
            await foreach (var (number, cells, problem) in table.RowsAsync(ct))
            {
                var place = string.Create(CultureInfo.InvariantCulture, $"{file} row {number}");
                yield return problem is null ? columns.Line(election, place, cells) : new(election, place, problem);
            }
        }
    }

    /// <summary>Where the heading says that each thing stands.</summary>
    private sealed class Columns
    {
        private readonly int _county, _precinct, _office, _district, _party, _candidate;
        private readonly List<(int Index, string Name, CountItemType Way)> _votes;

        public Columns(IReadOnlyList<string> names)
        {
            var plain = names.Select(n => n.Trim().ToLowerInvariant()).ToList();
            (_county, _precinct, _office) = (plain.IndexOf("county"), plain.IndexOf("precinct"), plain.IndexOf("office"));
            (_district, _party, _candidate) = (plain.IndexOf("district"), plain.IndexOf("party"), plain.IndexOf("candidate"));
            if (_county < 0) _county = plain.IndexOf("parish");
            _votes = [.. plain.Index().Where(c => OpenElectionsTerms.WayOf(c.Item) is not null && c.Index != _office).Select(c => (c.Index, c.Item, OpenElectionsTerms.WayOf(c.Item)!.Value))];
            if (_office < 0 || _candidate < 0 || _votes.Count == 0)
                throw new BadInput("elections.not_openelections", "An OpenElections file has the columns county, office, district, party, candidate and at least one of votes.", StatusCodes.Status422UnprocessableEntity);
        }

        public OpenElectionsLine Line(OpenElectionsName election, string place, string?[] cells)
        {
            var line = new OpenElectionsLine(election, place)
            {
                County = At(cells, _county),
                Precinct = OpenElectionsTerms.IsCounty(At(cells, _precinct)) ? null : At(cells, _precinct),
                Office = At(cells, _office),
                District = At(cells, _district),
                Party = At(cells, _party),
                Candidate = At(cells, _candidate),
            };
            if (line.Office is null || (line.Candidate is null && !line.IsTurnout)) return Wrong(line, "elections.no_candidate", "The row names no office or no candidate.");
            if (OpenElectionsTerms.IsUncast(line.Candidate)) return Wrong(line, "elections.no_candidate", "Sums, over and under votes are not kept: they are no candidates.");
            if (cells.Any(c => c is not null && (c.Length > LongestName || c.Contains('\0', StringComparison.Ordinal)))) return Wrong(line, "elections.bad_cell", $"A cell is longer than {LongestName} characters, or cannot be stored.");
            var votes = new SortedDictionary<CountItemType, int>();
            foreach (var (index, name, way) in _votes)
            {
                if (At(cells, index) is not { } text) continue;
                if (!int.TryParse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var count) || votes.GetValueOrDefault(way) > int.MaxValue - count)
                    return Wrong(line, "transfer.not_a_number", $"`{name}` is no number of votes.");
                votes[way] = votes.GetValueOrDefault(way) + count;
            }
            return line with { Votes = [.. votes.Select(v => (v.Key, v.Value))] };
        }

        private static OpenElectionsLine Wrong(OpenElectionsLine line, string code, string message) => line with { Problem = new RowProblem(code, null, message) };

        private static string? At(string?[] cells, int column) => column < 0 || string.IsNullOrWhiteSpace(cells[column]) ? null : cells[column]!.Trim();
    }
}
