using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>The tables of what is decided and by whom: matters, motions, votes, attendance, stances. What is a part of a published record is public with it.</summary>
internal static class DeliberationStore
{
    extension(TenantDb db)
    {
        public DbSet<Attendance> Attendances => db.Set<Attendance>();

        public DbSet<Matter> Matters => db.Set<Matter>();

        public DbSet<MatterAction> MatterActions => db.Set<MatterAction>();

        public DbSet<Sponsorship> Sponsorships => db.Set<Sponsorship>();

        public DbSet<Motion> Motions => db.Set<Motion>();

        public DbSet<VoteEvent> VoteEvents => db.Set<VoteEvent>();

        public DbSet<PersonVote> PersonVotes => db.Set<PersonVote>();

        public DbSet<Stance> Stances => db.Set<Stance>();

        public DbSet<Commitment> Commitments => db.Set<Commitment>();
    }

    public static void DeliberationTables(this ModelBuilder model)
    {
        MatterTables(model);
        MotionTables(model);
        StanceTables(model);
        model.Entity<Attendance>(attendance =>
        {
            attendance.VisibleWith(GovernancePermissions.Read, rule => rule.With<Meeting>(a => a.MeetingId).Public(_ => true)).ToTable("attendances");
            attendance.Property(a => a.Status).HasConversion<SnakeCaseEnum<AttendanceStatus>>();
            attendance.HasOne(a => a.Meeting).WithMany().HasForeignKey(a => a.MeetingId);
            attendance.HasOne(a => a.Official).WithMany().HasForeignKey(a => a.OfficialId);
        });
        Attachments<MeetingAttachment, Meeting>(model, "meeting_attachments");
        Attachments<AgendaItemAttachment, AgendaItem>(model, "agenda_item_attachments");
        Attachments<MatterAttachment, Matter>(model, "matter_attachments");
        Attachments<MotionAttachment, Motion>(model, "motion_attachments");
    }

    private static void MatterTables(ModelBuilder model)
    {
        model.Entity<Matter>(matter =>
        {
            matter.PublishedWith(GovernancePermissions.Read).ToTable("matters").HasOne(m => m.Body).WithMany().HasForeignKey(m => m.BodyId);
            matter.Property(m => m.Identifier).IsRequired();
            matter.Property(m => m.Name).HasColumnName("title");
            matter.Property(m => m.Classification).HasConversion<SnakeCaseEnum<MatterClassification>>();
            matter.Property(m => m.Status).HasConversion<SnakeCaseEnum<MatterStatus>>();
        });
        model.Entity<MatterAction>(action =>
        {
            action.VisibleWith(GovernancePermissions.Read, rule => rule.With<Matter>(a => a.MatterId).Public(_ => true)).ToTable("matter_actions");
            action.HasOne<Matter>().WithMany().HasForeignKey(a => a.MatterId);
            action.HasOne(a => a.Body).WithMany().HasForeignKey(a => a.BodyId);
        });
        model.Entity<Sponsorship>(sponsorship =>
        {
            sponsorship.VisibleWith(GovernancePermissions.Read, rule => rule.With<Matter>(s => s.MatterId).Public(_ => true)).ToTable("sponsorships");
            sponsorship.Property(s => s.Classification).HasConversion<SnakeCaseEnum<SponsorClassification>>();
            sponsorship.HasOne<Matter>().WithMany().HasForeignKey(s => s.MatterId);
            sponsorship.HasOne(s => s.Official).WithMany().HasForeignKey(s => s.OfficialId);
        });
    }

    private static void MotionTables(ModelBuilder model)
    {
        model.Entity<Motion>(motion =>
        {
            motion.PublishedWith(GovernancePermissions.Read, rule => rule.With<Meeting>(m => m.MeetingId)).ToTable("motions").Ignore(m => m.Reference);
            motion.Property(m => m.Classification).HasConversion<SnakeCaseEnum<MotionClassification>>();
            motion.Property(m => m.Requirement).HasConversion<SnakeCaseEnum<Requirement>>();
            motion.Property(m => m.Result).HasConversion<SnakeCaseEnum<VoteResult>>();
            motion.HasOne(m => m.Meeting).WithMany().HasForeignKey(m => m.MeetingId);
            motion.HasOne(m => m.AgendaItem).WithMany().HasForeignKey(m => m.AgendaItemId);
            motion.HasOne(m => m.Matter).WithMany().HasForeignKey(m => m.MatterId);
            motion.HasOne(m => m.Mover).WithMany().HasForeignKey(m => m.MoverId);
            motion.HasOne(m => m.Seconder).WithMany().HasForeignKey(m => m.SeconderId);
        });
        model.Entity<VoteEvent>(vote =>
        {
            vote.PublishedWith(GovernancePermissions.Read, rule => rule.With<Motion>(v => v.MotionId)).ToTable("vote_events").Ignore(v => v.Tally);
            vote.Property(v => v.Method).HasConversion<SnakeCaseEnum<VoteMethod>>();
            vote.Property(v => v.Result).HasConversion<SnakeCaseEnum<VoteResult>>();
            vote.HasOne(v => v.Motion).WithMany(m => m.VoteEvents).HasForeignKey(v => v.MotionId);
            vote.HasMany(v => v.Votes).WithOne(p => p.VoteEvent).HasForeignKey(p => p.VoteEventId);
        });
        model.Entity<PersonVote>(vote =>
        {
            vote.VisibleWith(GovernancePermissions.Read, rule => rule.With<VoteEvent>(p => p.VoteEventId).Public(_ => true)).ToTable("person_votes").Ignore(p => p.Voter);
            vote.Property(p => p.Option).HasConversion<SnakeCaseEnum<VoteOption>>();
            vote.HasOne(p => p.Official).WithMany().HasForeignKey(p => p.OfficialId);
        });
    }

    private static void StanceTables(ModelBuilder model)
    {
        model.Entity<Stance>(stance =>
        {
            stance.PublishedWith(GovernancePermissions.Read, rule => rule.With<Official>(s => s.OfficialId)).ToTable("stances");
            stance.Property(s => s.Position).HasConversion<SnakeCaseEnum<StancePosition>>();
            stance.HasOne(s => s.Official).WithMany().HasForeignKey(s => s.OfficialId);
            stance.HasOne(s => s.Matter).WithMany().HasForeignKey(s => s.MatterId);
        });
        model.Entity<Commitment>(commitment =>
        {
            commitment.PublishedWith(GovernancePermissions.Read, rule => rule.With<Official>(c => c.OfficialId)).ToTable("commitments");
            commitment.Property(c => c.Status).HasConversion<SnakeCaseEnum<CommitmentStatus>>();
            commitment.HasOne(c => c.Official).WithMany().HasForeignKey(c => c.OfficialId);
        });
    }

    private static void Attachments<TAttachment, TOwner>(ModelBuilder model, string table) where TAttachment : Attachment where TOwner : Entity =>
        model.Entity<TAttachment>().VisibleWith(GovernancePermissions.Read, rule => rule.With<TOwner>(a => a.OwnerId).Public(_ => true))
            .ToTable(table).HasOne<TOwner>().WithMany().HasForeignKey(a => a.OwnerId);
}
