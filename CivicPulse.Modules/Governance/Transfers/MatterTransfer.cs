using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Transfers;

/// <summary>Matters by their body, session and number.</summary>
internal sealed class MatterTransfer : Transfer<Matter, MatterRow>
{
    private readonly References _references = new();

    public override string Kind => "matters";

    public override string ReadWord => GovernancePermissions.Read;

    public override string WriteWord => GovernancePermissions.Write;

    public override string PublishWord => GovernancePermissions.Publish;

    public override IReadOnlyList<string> Keys => ["body", "legislative_session", "identifier"];

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["identifier"] = ["number", "file number", "bill", "bill number", "ordinance number"],
        ["classification"] = ["type", "kind"],
        ["legislative_session"] = ["session"],
        ["introduced_on"] = ["introduced", "date"],
    };

    protected override Expression<Func<Matter, MatterRow>> Row => m => new MatterRow(
        m.Body!.Identifier ?? m.Body.Name, m.Identifier!, m.Name, m.Classification, m.Status, m.LegislativeSession, m.OtherTitles, m.Abstract, m.Subjects, m.IntroducedOn, m.Links, m.Sources);

    protected override IQueryable<Matter> Records(TenantDb db) =>
        db.Matters.OrderBy(m => m.Body!.Identifier ?? m.Body.Name).ThenBy(m => m.LegislativeSession).ThenBy(m => m.Identifier);

    protected override async Task<IQueryable<Matter>> FindAsync(TenantDb db, IReadOnlyList<MatterRow> rows, CancellationToken ct)
    {
        await _references.FindBodiesAsync(db, rows.Select(r => r.Body), ct);
        string[] ids = [.. rows.Select(r => r.Identifier).Distinct(StringComparer.Ordinal)];
        return db.Matters.Include(m => m.Body).Where(m => ids.Contains(m.Identifier));
    }

    protected override Matter Create(MatterRow row)
    {
        var matter = new Matter { BodyId = _references.Body(row.Body).Id, Identifier = row.Identifier, LegislativeSession = row.LegislativeSession, Name = row.Title };
        Change(matter, row);
        return matter;
    }

    protected override void Change(Matter record, MatterRow row)
    {
        (record.Name, record.Classification, record.Status) = (row.Title, row.Classification!.Value, row.Status ?? record.Status);
        (record.OtherTitles, record.Abstract, record.Subjects) = (row.OtherTitles ?? [], row.Abstract, row.Subjects ?? []);
        (record.IntroducedOn, record.Links, record.Sources) = (row.IntroducedOn, row.Links ?? [], row.Sources ?? []);
    }
}

/// <param name="Identifier">The body's own number of it.</param>
public sealed record MatterRow(
    [Required, MaxLength(300)][property: RefersTo("bodies")] string Body, [Required, MaxLength(100)] string Identifier, [Required, MaxLength(1000)] string Title,
    [Required] MatterClassification? Classification, MatterStatus? Status = null, [MaxLength(100)] string? LegislativeSession = null, [MaxLength(50)] string[]? OtherTitles = null,
    [MaxLength(20000)] string? Abstract = null, [MaxLength(50)] string[]? Subjects = null, DateOnly? IntroducedOn = null, [MaxLength(100), WebAddress] string[]? Links = null,
    [MaxLength(100), WebAddress] string[]? Sources = null);
