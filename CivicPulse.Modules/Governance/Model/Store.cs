using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Search;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Model;

internal static class Store
{
    extension(TenantDb db)
    {
        public DbSet<Body> Bodies => db.Set<Body>();

        public DbSet<Official> Officials => db.Set<Official>();

        public DbSet<Post> Posts => db.Set<Post>();

        public DbSet<Membership> Memberships => db.Set<Membership>();

        public DbSet<Meeting> Meetings => db.Set<Meeting>();

        public DbSet<AgendaItem> AgendaItems => db.Set<AgendaItem>();

        public DbSet<Transcript> Transcripts => db.Set<Transcript>();

        public DbSet<TranscriptTurn> TranscriptTurns => db.Set<TranscriptTurn>();

        public DbSet<Minutes> Minutes => db.Set<Minutes>();
    }

    public static void GovernanceTables(this ModelBuilder model)
    {
        model.StructureTables();
        model.DeliberationTables();
        model.Entity<Meeting>(meeting =>
        {
            meeting.PublishedWith(GovernancePermissions.Read, rule => rule.State(m => m.Status)).ToTable("meetings").Ignore(m => m.Reference);
            meeting.HasOne(m => m.Body).WithMany().HasForeignKey(m => m.BodyId);
            meeting.Property(m => m.Status).HasConversion<SnakeCaseEnum<MeetingStatus>>();
            meeting.Property(m => m.TranscriptState).HasConversion<SnakeCaseEnum<TranscriptState>>();
        });
        // Told, so that a meeting and what hangs on it can be saved at once, in the right order.
        model.Entity<AgendaItem>(item =>
        {
            item.VisibleWith(GovernancePermissions.Read, rule => rule.With<Meeting>(a => a.MeetingId).Public(_ => true)).ToTable("agenda_items");
            item.HasOne(a => a.Meeting).WithMany().HasForeignKey(a => a.MeetingId);
            item.HasOne(a => a.Matter).WithMany().HasForeignKey(a => a.MatterId);
        });
        model.Entity<Transcript>(transcript =>
        {
            transcript.VisibleWith(GovernancePermissions.Read, rule => rule.With<Meeting>(t => t.MeetingId).Public(t => t.PublishedAt != null)).ToTable("transcripts");
            transcript.HasOne<Meeting>().WithOne().HasForeignKey<Transcript>(t => t.MeetingId);
            transcript.HasMany(t => t.Turns).WithOne().HasForeignKey(t => t.TranscriptId);
            transcript.FoundWith(rows => rows.Include(t => t.Turns));
        });
        model.Entity<TranscriptTurn>(turn =>
        {
            turn.VisibleWith(GovernancePermissions.Read, rule => rule.With<Transcript>(t => t.TranscriptId).Public(_ => true)).ToTable("transcript_turns").Property(t => t.Id).ValueGeneratedNever();
            turn.Property(t => t.Start).HasColumnName("start_seconds");
            turn.Property(t => t.End).HasColumnName("end_seconds");
        });
        model.Entity<Minutes>(minutes =>
        {
            minutes.VisibleWith(GovernancePermissions.Read, rule => rule.With<Meeting>(m => m.MeetingId).Public(m => m.Status == MinutesStatus.Published)).ToTable("minutes").Ignore(m => m.IsUntouched);
            minutes.HasOne<Meeting>().WithMany().HasForeignKey(m => m.MeetingId);
            minutes.HasOne<Transcript>().WithMany().HasForeignKey(m => m.TranscriptId);
            minutes.HasMany(m => m.Lines).WithOne().HasForeignKey(l => l.MinutesId);
            minutes.FoundWith(rows => rows.Include(m => m.Lines));
            minutes.Property(m => m.Status).HasConversion<SnakeCaseEnum<MinutesStatus>>();
        });
        model.Entity<MinutesLine>(line =>
        {
            line.VisibleWith(GovernancePermissions.Read, rule => rule.With<Minutes>(l => l.MinutesId).Public(_ => true)).ToTable("minutes_lines").Property(l => l.Id).ValueGeneratedNever();
            line.Property(l => l.Kind).HasConversion<SnakeCaseEnum<LineKind>>();
        });
    }
}
