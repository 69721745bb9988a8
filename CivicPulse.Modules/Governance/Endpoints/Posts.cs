using System.Linq.Expressions;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Endpoints;

/// <summary>Posts as others see them: with who holds them today.</summary>
internal static class Posts
{
    /// <summary>A post that was abolished is neither held nor vacant.</summary>
    public static Expression<Func<Post, bool>> IsVacant(TenantDb db, string today, bool wanted)
    {
        var held = db.Memberships.HeldOn(today);
        return p => (string.Compare(p.EndDate ?? "9999", today) > 0
            && held.Count(m => m.PostId == p.Id) < p.MaximumMemberships) == wanted;
    }

    public static Expression<Func<Post, PostSummary>> Summary(TenantDb db, string today)
    {
        var held = db.Memberships.HeldOn(today);
        return p => new PostSummary(
            p.Id, p.BodyId, p.Body!.Name, p.Label, p.Role, p.Identifier, p.DivisionId, p.MaximumMemberships, p.StartDate, p.EndDate,
            held.Where(m => m.PostId == p.Id).GroupBy(m => m.PostId).Select(g => string.Join(", ", g.Select(m => m.PersonName))).FirstOrDefault(),
            string.Compare(p.EndDate ?? "9999", today) > 0
                && held.Count(m => m.PostId == p.Id) < p.MaximumMemberships,
            p.Slug, p.PublishedAt);
    }

    public static Expression<Func<Post, PostDetail>> Detail(TenantDb db, string today)
    {
        var held = db.Memberships.HeldOn(today);
        return p => new PostDetail(
            p.Id, p.BodyId, p.Body!.Name, p.Label, p.Role, p.Identifier, p.DivisionId, p.MaximumMemberships, p.StartDate, p.EndDate,
            held.Where(m => m.PostId == p.Id)
                .OrderBy(m => m.PersonName).ThenBy(m => m.Id).Take(100).Select(m => new PostHolder(m.Id, m.OfficialId, m.Official == null ? m.PersonName : m.Official.Name, m.StartDate, m.EndDate)).ToList(),
            string.Compare(p.EndDate ?? "9999", today) > 0
                && held.Count(m => m.PostId == p.Id) < p.MaximumMemberships,
            WebLink.Of(p.Sources), p.LastSeen, p.LockedFields, p.Slug, p.PublishedAt, p.Version);
    }

    public static Task<PostDetail?> OneAsync(TenantDb db, Guid id, TimeProvider clock, CancellationToken ct)
    {
        var posts = db.Posts;
        return posts.Where(p => p.Id == id).Select(Detail(db, Membership.Today(clock, db.Zone))).FirstOrDefaultAsync(ct);
    }
}
