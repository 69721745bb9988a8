using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Model;

internal static class Store
{
    extension(TenantDb db)
    {
        public DbSet<Election> Elections => db.Set<Election>();

        public DbSet<Certification> Certifications => db.Set<Certification>();

        public DbSet<ElectionDeadline> ElectionDeadlines => db.Set<ElectionDeadline>();

        public DbSet<Party> Parties => db.Set<Party>();

        public DbSet<Contest> Contests => db.Set<Contest>();

        public DbSet<ContestSelection> ContestSelections => db.Set<ContestSelection>();

        public DbSet<ReportingUnit> ReportingUnits => db.Set<ReportingUnit>();

        public DbSet<VoteCount> VoteCounts => db.Set<VoteCount>();

        public DbSet<PollingPlace> PollingPlaces => db.Set<PollingPlace>();
    }

    public static void ElectionTables(this ModelBuilder model)
    {
        model.Entity<Election>(election =>
        {
            election.PublishedWith(ElectionsPermissions.Read, rule => rule.State(e => e.Status)).ToTable("elections").Ignore(e => e.Reference).Ignore(e => e.Phase);
            election.Property(e => e.ElectionType).HasConversion<SnakeCaseEnum<ElectionType>>();
            election.Property(e => e.Status).HasConversion<SnakeCaseEnum<ElectionStatus>>();
        });
        model.Entity<Certification>().VisibleWith(ElectionsPermissions.Read, rule => rule.With<Election>(c => c.ElectionId).Public(c => true))
            .ToTable("certifications").HasOne(c => c.Election).WithOne().HasForeignKey<Certification>(c => c.ElectionId);
        model.Entity<ElectionDeadline>(deadline =>
        {
            deadline.VisibleWith(ElectionsPermissions.Read, rule => rule.With<Election>(d => d.ElectionId).Public(d => true)).ToTable("election_deadlines");
            deadline.HasOne(d => d.Election).WithMany().HasForeignKey(d => d.ElectionId);
            deadline.Property(d => d.Kind).HasConversion<SnakeCaseEnum<DeadlineKind>>();
        });
        model.Entity<PollingPlace>().PublishedWith(ElectionsPermissions.Read, rule => rule.With<Election>(p => p.ElectionId))
            .ToTable("polling_places").HasOne(p => p.Election).WithMany().HasForeignKey(p => p.ElectionId);
        model.Entity<Party>().PublishedWith(ElectionsPermissions.Read).ToTable("parties").Ignore(p => p.Reference);
        model.BallotTables();
        model.CountTables();
    }

    private static void BallotTables(this ModelBuilder model)
    {
        model.Entity<Contest>(contest =>
        {
            contest.PublishedWith(ElectionsPermissions.Read, rule => rule.With<Election>(c => c.ElectionId)).ToTable("contests").Ignore(c => c.Offers);
            contest.HasOne(c => c.Election).WithMany().HasForeignKey(c => c.ElectionId);
            contest.HasOne(c => c.PrimaryParty).WithMany().HasForeignKey(c => c.PrimaryPartyId);
            contest.HasOne(c => c.RunoffFor).WithMany().HasForeignKey(c => c.RunoffForId);
            contest.Property(c => c.Kind).HasConversion<SnakeCaseEnum<ContestKind>>();
            contest.Property(c => c.VoteVariation).HasConversion<SnakeCaseEnum<VoteVariation>>();
            contest.Property(c => c.MeasureType).HasConversion<SnakeCaseEnum<MeasureType>>();
        });
        model.Entity<ContestSelection>(selection =>
        {
            selection.VisibleWith(ElectionsPermissions.Read, rule => rule.With<Contest>(s => s.ContestId).Public(s => true)).ToTable("contest_selections");
            selection.Ignore(s => s.Title).Ignore(s => s.IsPublished).Ignore(s => s.StandsNoMore);
            selection.HasOne(s => s.Contest).WithMany().HasForeignKey(s => s.ContestId);
            selection.HasOne(s => s.Party).WithMany().HasForeignKey(s => s.PartyId);
            selection.Property(s => s.Kind).HasConversion<SnakeCaseEnum<SelectionKind>>();
            selection.Property(s => s.PreElectionStatus).HasConversion<SnakeCaseEnum<PreElectionStatus>>();
            selection.Property(s => s.PostElectionStatus).HasConversion<SnakeCaseEnum<PostElectionStatus>>();
        });
    }

    private static void CountTables(this ModelBuilder model)
    {
        model.Entity<ReportingUnit>(unit =>
        {
            unit.VisibleWith(ElectionsPermissions.Read, rule => rule.With<Election>(u => u.ElectionId).Public(u => true)).ToTable("reporting_units");
            unit.HasOne(u => u.Election).WithMany().HasForeignKey(u => u.ElectionId);
            unit.HasOne(u => u.Parent).WithMany().HasForeignKey(u => u.ParentId);
            unit.Property(u => u.Type).HasConversion<SnakeCaseEnum<ReportingUnitType>>();
            unit.Property(u => u.CountStatus).HasConversion<SnakeCaseEnum<CountStatus>>();
        });
        model.Entity<VoteCount>(count =>
        {
            count.VisibleWith(ElectionsPermissions.Read, rule => rule.With<ContestSelection>(v => v.SelectionId).Public(v => true)).ToTable("vote_counts");
            count.HasOne(v => v.Selection).WithMany().HasForeignKey(v => v.SelectionId);
            count.HasOne(v => v.ReportingUnit).WithMany().HasForeignKey(v => v.ReportingUnitId);
            count.Property(v => v.CountItemType).HasConversion<SnakeCaseEnum<CountItemType>>();
        });
    }
}
