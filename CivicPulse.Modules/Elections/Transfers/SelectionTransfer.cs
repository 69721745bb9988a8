using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Transfers;

/// <summary>Candidacies, answers and parties to vote for, by their contest and name.</summary>
internal sealed class SelectionTransfer : Transfer<ContestSelection, SelectionRow>
{
    private readonly References _references = new();

    public override string Kind => "selections";

    public override string ReadWord => ElectionsPermissions.Read;

    public override string WriteWord => ElectionsPermissions.Write;

    public override string PublishWord => ElectionsPermissions.Publish;

    public override IReadOnlyList<string> Keys => ["election", "contest", "name"];

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["name"] = ["candidate", "ballot name", "option"],
        ["contest"] = ["race"],
        ["is_incumbent"] = ["incumbent"],
        ["is_write_in"] = ["write in"],
    };

    protected override Expression<Func<ContestSelection, SelectionRow>> Row => s => new SelectionRow(
        s.Contest!.Election!.Identifier ?? s.Contest.Election.Name, s.Contest.Name, s.Name, s.Identifier, s.Party == null ? null : s.Party.Identifier ?? s.Party.Name,
        s.PersonName, s.PersonIdentifier, s.IsIncumbent, s.IsTopTicket, s.IsWriteIn, s.FileDate, s.PreElectionStatus, s.PostElectionStatus, s.SequenceOrder, s.Links, s.Sources);

    protected override IQueryable<ContestSelection> Records(TenantDb db) => db.ContestSelections
        .OrderBy(s => s.Contest!.Election!.Identifier ?? s.Contest.Election.Name).ThenBy(s => s.Contest!.SequenceOrder).ThenBy(s => s.Contest!.Name)
        .ThenBy(s => s.SequenceOrder).ThenBy(s => s.Name);

    protected override async Task<IQueryable<ContestSelection>> FindAsync(TenantDb db, IReadOnlyList<SelectionRow> rows, CancellationToken ct)
    {
        await _references.FindElectionsAsync(db, rows.Select(r => r.Election), ct);
        await _references.FindPartiesAsync(db, rows.Select(r => r.Party), ct);
        await _references.FindContestsAsync(db, rows.Select(r => ((string?)r.Election, (string?)r.Contest)), ct);
        var contests = rows.Select(r => _references.KnownContest(r.Election, r.Contest)?.Id).OfType<Guid>().Distinct().ToArray();
        var names = rows.Select(r => r.Name).Distinct(StringComparer.Ordinal).ToArray();
        return db.ContestSelections.Include(s => s.Party).Include(s => s.Contest).ThenInclude(c => c!.Election)
            .Where(s => contests.Contains(s.ContestId) && names.Contains(s.Name));
    }

    protected override ContestSelection Create(SelectionRow row)
    {
        _references.OpenElection(row.Election);
        var contest = _references.Contest(row.Election, row.Contest);
        var selection = new ContestSelection { ElectionId = contest.ElectionId, ContestId = contest.Id, Kind = contest.Offers, Name = row.Name, Identifier = row.Identifier };
        Describe(selection, row);
        return selection;
    }

    protected override void Change(ContestSelection record, SelectionRow row)
    {
        _references.OpenElection(row.Election);
        Describe(record, row);
    }

    private void Describe(ContestSelection record, SelectionRow row)
    {
        (record.Identifier, record.PartyId) = (row.Identifier, _references.Party(row.Party)?.Id);
        (record.PersonName, record.PersonIdentifier) = (row.PersonName, row.PersonIdentifier);
        (record.IsIncumbent, record.IsTopTicket, record.IsWriteIn) = (row.IsIncumbent ?? false, row.IsTopTicket ?? false, row.IsWriteIn ?? false);
        (record.FileDate, record.PreElectionStatus, record.PostElectionStatus) = (row.FileDate, row.PreElectionStatus, row.PostElectionStatus);
        (record.SequenceOrder, record.Links, record.Sources) = (row.SequenceOrder ?? 0, row.Links ?? [], row.Sources ?? []);
    }
}

/// <param name="Name">As it stands on the ballot; unique in its contest.</param>
public sealed record SelectionRow(
    [Required, MaxLength(300)][property: RefersTo("elections")] string Election, [Required, MaxLength(300)][property: RefersTo("contests")] string Contest,
    [Required, MaxLength(300)] string Name, [MaxLength(300)] string? Identifier = null, [property: RefersTo("parties")] string? Party = null, [MaxLength(300)] string? PersonName = null,
    [MaxLength(300)] string? PersonIdentifier = null, bool? IsIncumbent = null, bool? IsTopTicket = null, bool? IsWriteIn = null, DateOnly? FileDate = null,
    PreElectionStatus? PreElectionStatus = null, PostElectionStatus? PostElectionStatus = null, [Range(0, 100000)] int? SequenceOrder = null,
    [MaxLength(100), WebAddress] string[]? Links = null, [MaxLength(100), WebAddress] string[]? Sources = null);
