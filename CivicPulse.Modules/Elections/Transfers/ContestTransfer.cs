using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Transfers;

/// <summary>Contests by their election and name.</summary>
internal sealed class ContestTransfer : Transfer<Contest, ContestRow>
{
    private readonly References _references = new();

    public override string Kind => "contests";

    public override string ReadWord => ElectionsPermissions.Read;

    public override string WriteWord => ElectionsPermissions.Write;

    public override string PublishWord => ElectionsPermissions.Publish;

    public override IReadOnlyList<string> Keys => ["election", "name"];

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["name"] = ["contest", "race", "contest name"],
        ["number_elected"] = ["seats"],
        ["sequence_order"] = ["order", "ballot order"],
    };

    protected override Expression<Func<Contest, ContestRow>> Row => c => new ContestRow(
        c.Election!.Identifier ?? c.Election.Name, c.Name, c.Kind, c.Identifier, c.Office, c.District, c.DivisionId, c.Incumbent, c.NumberElected, c.VotesAllowed, c.VoteVariation,
        c.PrimaryParty == null ? null : c.PrimaryParty.Identifier ?? c.PrimaryParty.Name,
        c.RunoffFor == null ? null : c.RunoffFor.Election!.Identifier ?? c.RunoffFor.Election.Name, c.RunoffFor == null ? null : c.RunoffFor.Name,
        c.BallotTitle, c.SummaryText, c.FullText, c.ProStatement, c.ConStatement, c.PassageThreshold, c.MeasureType, c.EffectOfAbstain, c.SequenceOrder, c.HasRotation, c.Links, c.Sources);

    protected override IQueryable<Contest> Records(TenantDb db) => db.Contests
        .OrderBy(c => c.RunoffForId != null).ThenBy(c => c.Election!.Identifier ?? c.Election.Name).ThenBy(c => c.SequenceOrder).ThenBy(c => c.Name);

    protected override async Task<IQueryable<Contest>> FindAsync(TenantDb db, IReadOnlyList<ContestRow> rows, CancellationToken ct)
    {
        await _references.FindElectionsAsync(db, rows.Select(r => r.Election).Concat(rows.Select(r => r.RunoffElection)), ct);
        await _references.FindPartiesAsync(db, rows.Select(r => r.PrimaryParty), ct);
        await _references.FindContestsAsync(db, rows.Select(r => (r.RunoffElection, r.RunoffFor)), ct);
        var elections = rows.Select(r => _references.KnownElection(r.Election)?.Id).OfType<Guid>().Distinct().ToArray();
        var names = rows.Select(r => r.Name).Distinct(StringComparer.Ordinal).ToArray();
        return db.Contests.Include(c => c.Election).Include(c => c.PrimaryParty).Include(c => c.RunoffFor).ThenInclude(c => c!.Election)
            .Where(c => elections.Contains(c.ElectionId) && names.Contains(c.Name));
    }

    protected override Contest Create(ContestRow row)
    {
        var contest = new Contest { ElectionId = _references.OpenElection(row.Election).Id, Name = row.Name, Kind = row.Kind ?? ContestKind.Candidate };
        Describe(contest, row);
        return contest;
    }

    protected override void Change(Contest record, ContestRow row)
    {
        _references.OpenElection(row.Election);
        RuleBroken.Unless(row.Kind is null || row.Kind == record.Kind, "elections.kind_is_fixed", "A contest stays of the kind that it was made as.");
        Describe(record, row);
    }

    private void Describe(Contest record, ContestRow row)
    {
        record.Identifier = row.Identifier;
        record.PrimaryPartyId = _references.Party(row.PrimaryParty)?.Id;
        record.RunoffForId = row is { RunoffElection: { } election, RunoffFor: { } before } ? _references.Contest(election, before).Id : null;
        (record.Office, record.District, record.DivisionId, record.Incumbent) = (row.Office, row.District, row.DivisionId, row.Incumbent);
        (record.NumberElected, record.VotesAllowed, record.VoteVariation) = (row.NumberElected ?? 1, row.VotesAllowed ?? 1, row.VoteVariation);
        (record.BallotTitle, record.SummaryText, record.FullText) = (row.BallotTitle, row.SummaryText, row.FullText);
        (record.ProStatement, record.ConStatement, record.PassageThreshold) = (row.ProStatement, row.ConStatement, row.PassageThreshold);
        (record.MeasureType, record.EffectOfAbstain) = (row.MeasureType, row.EffectOfAbstain);
        (record.SequenceOrder, record.HasRotation, record.Links, record.Sources) = (row.SequenceOrder ?? 0, row.HasRotation, row.Links ?? [], row.Sources ?? []);
    }
}

/// <param name="Name">Unique in its election.</param>
/// <param name="RunoffElection">With <paramref name="RunoffFor"/>, the contest that nobody won, which this one decides.</param>
public sealed record ContestRow(
    [Required, MaxLength(300)][property: RefersTo("elections")] string Election, [Required, MaxLength(300)] string Name, ContestKind? Kind = null, [MaxLength(300)] string? Identifier = null,
    [MaxLength(300)] string? Office = null, [MaxLength(300)] string? District = null, [DivisionId] string? DivisionId = null, [MaxLength(300)] string? Incumbent = null,
    [Range(1, 1000)] int? NumberElected = null, [Range(1, 1000)] int? VotesAllowed = null, VoteVariation? VoteVariation = null, [property: RefersTo("parties")] string? PrimaryParty = null,
    [property: RefersTo("elections")] string? RunoffElection = null, [property: RefersTo("contests")] string? RunoffFor = null, [MaxLength(1000)] string? BallotTitle = null,
    [MaxLength(20000)] string? SummaryText = null, [MaxLength(100000)] string? FullText = null, [MaxLength(20000)] string? ProStatement = null, [MaxLength(20000)] string? ConStatement = null,
    [MaxLength(300)] string? PassageThreshold = null, MeasureType? MeasureType = null, [MaxLength(1000)] string? EffectOfAbstain = null, [Range(0, 100000)] int? SequenceOrder = null,
    bool? HasRotation = null, [MaxLength(100), WebAddress] string[]? Links = null, [MaxLength(100), WebAddress] string[]? Sources = null);
