using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Modules.Elections.Transfers.Files;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using CivicPulse.Platform.Transfers.Datasets;

namespace CivicPulse.Modules.Elections.Transfers.Nist;

/// <summary>An ElectionReport: what it speaks of, read in a first passage; its counts, which are read one by one in a second.</summary>
internal sealed class NistReport
{
    private const string Elect = "Election[]";
    private const string Contest = "Election[].Contest[]";
    private const string Selection = "Election[].Contest[].BallotSelection[]";
    private const string Votes = "Election[].Contest[].BallotSelection[].VoteCounts[]";
    private const long MostHeld = 200_000_000;

    private static readonly HashSet<string> Entered = new(
        ["", "Election", Elect, "Election[].Candidate", "Election[].Contest", Contest, "Election[].Contest[].BallotSelection", Selection, "Party", "GpUnit", "Office", "Person"], StringComparer.Ordinal);

    private static readonly HashSet<string> WayToVotes = new(["", "Election", Elect, "Election[].Contest", Contest, "Election[].Contest[].BallotSelection", Selection, "Election[].Contest[].BallotSelection[].VoteCounts"], StringComparer.Ordinal);

    private readonly Dictionary<string, FileUnit> _units;

    private NistReport(IReadOnlyList<ElectionFile> elections, Dictionary<string, FileUnit> units) => (Elections, _units) = (elections, units);

    /// <summary>In the order of the report.</summary>
    public IReadOnlyList<ElectionFile> Elections { get; }

    public static async Task<NistReport> ReadAsync(Stream file, CancellationToken ct)
    {
        await using var closed = file;
        var (parts, held) = (new NistParts(), 0L);
        await foreach (var piece in JsonPieces.ReadAsync(file, Use, ct))
        {
            if ((held += piece.Value.GetRawText().Length) > MostHeld) throw new BadInput("elections.too_much_in_a_file", "What the report says beside its counts is too much to be held.");
            parts.Add(piece, Elect, Contest, Selection);
        }
        var units = new Dictionary<string, FileUnit>(StringComparer.Ordinal);
        var elections = parts.Elections.Select(e => parts.FileOf(e, units)).ToList();
        return new(elections, units);
    }

    /// <summary>Contests and selections are known by their places, so that it does not matter what stands before what within them.</summary>
    public async IAsyncEnumerable<DatasetRow> CountsAsync(Stream file, string name, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var closed = file;
        await foreach (var piece in JsonPieces.ReadAsync(file, UseOfCounts, ct))
        {
            JsonElement? count = piece.Value;
            var election = Elections.ElementAtOrDefault(piece.Places[0]);
            var contest = election?.Contests.ElementAtOrDefault(piece.Places[1]);
            var selection = contest?.Selections.ElementAtOrDefault(piece.Places[2]);
            var place = string.Create(CultureInfo.InvariantCulture, $"{name} {contest?.Row.Name}: {selection?.Row.Name}, {piece.Places[3]}");
            if (election is null || contest is null || selection is null || count.Text("GpUnitId") is not { } id || !_units.TryGetValue(id, out var unit) || count.Number("Count") is not { } votes || count.Word<CountItemType>("Type") is not { } way)
                yield return DatasetRow.Unreadable("results", place, "A count names its GpUnit, its type, and a whole number.");
            else yield return new("results", new ResultRow(election.Reference, contest.Row.Name, selection.Row.Name, unit.Row.Name, way, votes), place);
        }
    }

    private static JsonUse UseOfCounts(string path)
    {
        if (path == Votes) return JsonUse.Take;
        return WayToVotes.Contains(path) ? JsonUse.Enter : JsonUse.Skip;
    }

    private static JsonUse Use(string path)
    {
        if (Entered.Contains(path)) return JsonUse.Enter;
        return path.EndsWith(".VoteCounts", StringComparison.Ordinal) || path.StartsWith("Signature", StringComparison.Ordinal) ? JsonUse.Skip : JsonUse.Take;
    }
}
