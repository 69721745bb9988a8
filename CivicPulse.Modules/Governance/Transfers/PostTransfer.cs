using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Transfers;

/// <summary>Posts by their body and label.</summary>
internal sealed class PostTransfer : Transfer<Post, PostRow>
{
    private readonly References _references = new();

    public override string Kind => "posts";

    public override string ReadWord => GovernancePermissions.Read;

    public override string WriteWord => GovernancePermissions.Write;

    public override string PublishWord => GovernancePermissions.Publish;

    public override IReadOnlyList<string> Keys => ["body", "label"];

    public override IReadOnlyDictionary<string, string[]> Aliases { get; } = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["label"] = ["post", "seat", "office", "title"],
        ["division_id"] = ["division", "district", "ocd division"],
        ["maximum_memberships"] = ["seats", "size"],
    };

    protected override Expression<Func<Post, PostRow>> Row => p => new PostRow(
        p.Body!.Identifier ?? p.Body.Name, p.Label, p.Role, p.Identifier, p.DivisionId, p.MaximumMemberships, p.StartDate, p.EndDate, p.Sources);

    protected override IQueryable<Post> Records(TenantDb db) => db.Posts.OrderBy(p => p.Body!.Identifier ?? p.Body.Name).ThenBy(p => p.Label);

    protected override async Task<IQueryable<Post>> FindAsync(TenantDb db, IReadOnlyList<PostRow> rows, CancellationToken ct)
    {
        await _references.FindBodiesAsync(db, rows.Select(r => r.Body), ct);
        var labels = rows.Select(r => r.Label).Distinct(StringComparer.Ordinal).ToArray();
        return db.Posts.Include(p => p.Body).Where(p => labels.Contains(p.Label));
    }

    protected override Post Create(PostRow row)
    {
        var post = new Post { BodyId = _references.Body(row.Body).Id, Label = row.Label, Role = row.Role, Identifier = row.Identifier };
        Change(post, row);
        return post;
    }

    protected override void Change(Post record, PostRow row)
    {
        record.Identifier = row.Identifier;
        (record.Role, record.DivisionId, record.MaximumMemberships) = (row.Role, row.DivisionId, row.MaximumMemberships ?? 1);
        (record.StartDate, record.EndDate, record.Sources) = (row.StartDate, row.EndDate, row.Sources ?? []);
    }
}

/// <param name="Label">Its full name, unique in its body.</param>
public sealed record PostRow(
    [Required, MaxLength(300)][property: RefersTo("bodies")] string Body, [Required, MaxLength(300)] string Label, [Required, MaxLength(200)] string Role, [MaxLength(300)] string? Identifier = null,
    [DivisionId] string? DivisionId = null, [Range(1, 10_000)] int? MaximumMemberships = null, [PartialDate] string? StartDate = null, [PartialDate] string? EndDate = null,
    [MaxLength(100), WebAddress] string[]? Sources = null);
