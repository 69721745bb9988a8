using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>The tables of who decides: bodies, posts, officials and their memberships.</summary>
internal static class StructureStore
{
    public static void StructureTables(this ModelBuilder model)
    {
        model.Entity<Body>(body =>
        {
            body.PublishedWith(GovernancePermissions.Read, rule => rule.District(b => b.DistrictId)).ToTable("bodies").Ignore(b => b.Reference);
            body.HasOne(b => b.Parent).WithMany().HasForeignKey(b => b.ParentId);
        });
        model.Entity<Official>().PublishedWith(GovernancePermissions.Read).ToTable("officials").Ignore(o => o.Reference);
        model.Entity<Post>().PublishedWith(GovernancePermissions.Read).ToTable("posts").HasOne(p => p.Body).WithMany().HasForeignKey(p => p.BodyId);
        model.Entity<Membership>(membership =>
        {
            membership.PublishedWith(GovernancePermissions.Read).ToTable("memberships").Property(m => m.Mandate).HasConversion<SnakeCaseEnum<Mandate>>();
            membership.HasOne(m => m.Official).WithMany().HasForeignKey(m => m.OfficialId);
            membership.HasOne(m => m.Body).WithMany().HasForeignKey(m => m.BodyId);
            membership.HasOne(m => m.Post).WithMany().HasForeignKey(m => m.PostId);
        });
    }
}
