using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Transfers;

/// <summary>Memberships by who, where, as what and since when. Somebody whom no official is named like stays a name.</summary>
internal sealed class MembershipTransfer : Transfer<Membership, MembershipRow>
{
    private readonly References _references = new();

    public override string Kind => "memberships";

    public override string ReadWord => GovernancePermissions.Read;

    public override string WriteWord => GovernancePermissions.Write;

    public override string PublishWord => GovernancePermissions.Publish;

    public override IReadOnlyList<string> Keys => ["person", "body", "post", "role", "start_date"];

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["person"] = ["official", "member", "name"],
        ["on_behalf_of"] = ["party", "group"],
        ["start_date"] = ["start", "from", "since"],
        ["end_date"] = ["end", "until", "to"],
    };

    protected override Expression<Func<Membership, MembershipRow>> Row => m => new MembershipRow(
        m.Official == null ? m.PersonReference ?? m.PersonName : m.Official.Identifier ?? m.Official.Name, m.Body!.Identifier ?? m.Body.Name, m.Role, m.Post == null ? null : m.Post.Label,
        m.StartDate, m.EndDate, m.PersonName, m.Label, m.OnBehalfOf, m.Mandate, m.AppointedBy, m.Sources);

    protected override IQueryable<Membership> Records(TenantDb db) => db.Memberships
        .OrderBy(m => m.Body!.Identifier ?? m.Body.Name).ThenBy(m => m.Post!.Label).ThenBy(m => m.StartDate).ThenBy(m => m.PersonName).ThenBy(m => m.Role)
        .ThenBy(m => m.Official == null ? m.PersonReference ?? m.PersonName : m.Official.Identifier ?? m.Official.Name);

    protected override async Task<IQueryable<Membership>> FindAsync(TenantDb db, IReadOnlyList<MembershipRow> rows, CancellationToken ct)
    {
        await _references.FindBodiesAsync(db, rows.Select(r => r.Body), ct);
        await _references.FindOfficialsAsync(db, rows.Select(r => r.Person), ct);
        await _references.FindPostsAsync(db, rows.Select(r => (r.Body, r.Post)), ct);
        var officials = rows.Select(r => _references.Official(r.Person)?.Id).OfType<Guid>().Distinct().ToArray();
        var names = rows.Select(r => r.Person).Distinct(StringComparer.Ordinal).ToArray();
        return db.Memberships.Include(m => m.Official).Include(m => m.Body).Include(m => m.Post)
            .Where(m => officials.Contains(m.OfficialId!.Value) || (m.OfficialId == null && names.Contains(m.PersonReference ?? m.PersonName)));
    }

    protected override Membership Create(MembershipRow row)
    {
        var (body, official) = (_references.Body(row.Body), _references.Official(row.Person));
        var membership = new Membership
        {
            BodyId = body.Id,
            OfficialId = official?.Id,
            PersonName = row.PersonName ?? official?.Name ?? row.Person,
            PersonReference = official is null && row.PersonName is not null && row.PersonName != row.Person ? row.Person : null,
            PostId = _references.Post(body, row.Post),
            Role = row.Role,
            StartDate = row.StartDate,
        };
        Change(membership, row);
        return membership;
    }

    protected override void Change(Membership record, MembershipRow row)
    {
        record.End(row.EndDate);
        // Somebody who was only a name may be an official by now.
        record.OfficialId ??= _references.Official(row.Person)?.Id;
        (record.Label, record.OnBehalfOf) = (row.Label, row.OnBehalfOf);
        (record.Mandate, record.AppointedBy, record.Sources) = (row.Mandate, row.AppointedBy, row.Sources ?? []);
        record.PersonName = row.PersonName ?? record.PersonName;
        record.Check();
    }
}

/// <param name="Person">An official's identifier or name, or the name of somebody who is none here.</param>
/// <param name="PersonName">As the source has it.</param>
/// <param name="Post">The label of a post of the body.</param>
/// <param name="OnBehalfOf">The party or group that they sit for.</param>
public sealed record MembershipRow(
    [Required, MaxLength(300)][property: RefersTo("officials")] string Person, [Required, MaxLength(300)][property: RefersTo("bodies")] string Body, [Required, MaxLength(200)] string Role,
    [MaxLength(300)][property: RefersTo("posts")] string? Post = null, [PartialDate] string? StartDate = null, [PartialDate] string? EndDate = null, [MaxLength(300)] string? PersonName = null,
    [MaxLength(300)] string? Label = null, [MaxLength(200)] string? OnBehalfOf = null, Mandate? Mandate = null, [MaxLength(300)] string? AppointedBy = null,
    [MaxLength(100), WebAddress] string[]? Sources = null);
