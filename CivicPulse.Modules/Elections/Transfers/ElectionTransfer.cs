using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Transfers;

/// <summary>Elections by their identifier, or by their name when they have none. That one is certified is said by its certification.</summary>
internal sealed class ElectionTransfer : Transfer<Election, ElectionRow>
{
    public override string Kind => "elections";

    public override string ReadWord => ElectionsPermissions.Read;

    public override string WriteWord => ElectionsPermissions.Write;

    public override string PublishWord => ElectionsPermissions.Publish;

    public override IReadOnlyList<string> Keys => ["identifier", "name"];

    public override bool FirstKeyDecides => true;

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["name"] = ["election", "election name", "title"],
        ["date"] = ["election date", "day"],
        ["election_type"] = ["type", "kind"],
        ["identifier"] = ["id"],
        ["division_id"] = ["division", "ocd division"],
    };

    protected override Expression<Func<Election, ElectionRow>> Row => e => new ElectionRow(
        e.Name, e.Date, e.Identifier, e.ElectionType,
        e.Status == ElectionStatus.Scheduled ? ElectionPhase.Scheduled : e.Status == ElectionStatus.Cancelled ? ElectionPhase.Cancelled : ElectionPhase.Held,
        e.IsStatewide, e.DivisionId, e.HasElectionDayRegistration, e.RegistrationInfo, e.AbsenteeInfo, e.ResultsUri, e.Identifiers, e.Links, e.Sources);

    protected override IQueryable<Election> Records(TenantDb db) => db.Elections.OrderBy(e => e.Date).ThenBy(e => e.Name).ThenBy(e => e.Identifier);

    protected override Task<IQueryable<Election>> FindAsync(TenantDb db, IReadOnlyList<ElectionRow> rows, CancellationToken ct)
    {
        var names = rows.Where(r => r.Identifier is null).Select(r => r.Name).Distinct(StringComparer.Ordinal).ToArray();
        var ids = rows.Select(r => r.Identifier).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        return Task.FromResult<IQueryable<Election>>(db.Elections.Where(e => ids.Contains(e.Identifier) || (e.Identifier == null && names.Contains(e.Name))).OrderBy(e => e.Id));
    }

    protected override Election Create(ElectionRow row)
    {
        var election = new Election { Name = row.Name, Date = row.Date!.Value, Identifier = row.Identifier };
        Change(election, row);
        election.Schedule();
        return election;
    }

    protected override void Change(Election record, ElectionRow row)
    {
        record.Name = row.Name;
        record.MoveTo(row.Date!.Value);
        record.Turn(row.Status ?? ElectionPhase.Scheduled);
        (record.ElectionType, record.IsStatewide, record.DivisionId) = (row.ElectionType ?? ElectionType.General, row.IsStatewide ?? false, row.DivisionId);
        record.HasElectionDayRegistration = row.HasElectionDayRegistration;
        (record.RegistrationInfo, record.AbsenteeInfo, record.ResultsUri) = (row.RegistrationInfo, row.AbsenteeInfo, row.ResultsUri);
        (record.Identifiers, record.Links, record.Sources) = (row.Identifiers ?? [], row.Links ?? [], row.Sources ?? []);
    }
}

/// <param name="Identifiers">Each as <c>scheme:identifier</c>.</param>
public sealed record ElectionRow(
    [Required, MaxLength(300)] string Name, [Required] DateOnly? Date, [MaxLength(300)] string? Identifier = null, ElectionType? ElectionType = null, ElectionPhase? Status = null,
    bool? IsStatewide = null, [DivisionId] string? DivisionId = null, bool? HasElectionDayRegistration = null, [WebAddress] string? RegistrationInfo = null,
    [WebAddress] string? AbsenteeInfo = null, [WebAddress] string? ResultsUri = null, [MaxLength(100)] string[]? Identifiers = null, [MaxLength(100), WebAddress] string[]? Links = null,
    [MaxLength(100), WebAddress] string[]? Sources = null);
