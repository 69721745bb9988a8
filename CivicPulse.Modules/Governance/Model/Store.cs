using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Search;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Model;

internal static class Store
{
    extension(TenantDb db)
    {
        public DbSet<Body> Bodies => db.Set<Body>();

        public DbSet<Meeting> Meetings => db.Set<Meeting>();

        public DbSet<AgendaItem> AgendaItems => db.Set<AgendaItem>();

        public DbSet<Transcript> Transcripts => db.Set<Transcript>();

        public DbSet<TranscriptTurn> TranscriptTurns => db.Set<TranscriptTurn>();

        public DbSet<Minutes> Minutes => db.Set<Minutes>();
    }

    public static void GovernanceTables(this ModelBuilder model)
    {
        model.Entity<Body>().VisibleWith(GovernancePermissions.Read, rule => rule.District(b => b.DistrictId)).ToTable("bodies");
        model.Entity<Meeting>(meeting =>
        {
            meeting.VisibleWith(GovernancePermissions.Read, rule => rule.State(m => m.Status)).ToTable("meetings").HasOne(m => m.Body).WithMany().HasForeignKey(m => m.BodyId);
            meeting.Property(m => m.Status).HasConversion<SnakeCaseEnum<MeetingStatus>>();
            meeting.Property(m => m.TranscriptState).HasConversion<SnakeCaseEnum<TranscriptState>>();
        });
        // Told, so that a meeting and what hangs on it can be saved at once, in the right order.
        model.Entity<AgendaItem>().VisibleWith(GovernancePermissions.Read, rule => rule.With<Meeting>(a => a.MeetingId)).ToTable("agenda_items").HasOne<Meeting>().WithMany().HasForeignKey(a => a.MeetingId);
        model.Entity<Transcript>(transcript =>
        {
            transcript.VisibleWith(GovernancePermissions.Read, rule => rule.With<Meeting>(t => t.MeetingId)).ToTable("transcripts").HasOne<Meeting>().WithOne().HasForeignKey<Transcript>(t => t.MeetingId);
            transcript.HasMany(t => t.Turns).WithOne().HasForeignKey(t => t.TranscriptId);
            transcript.FoundWith(rows => rows.Include(t => t.Turns));
        });
        model.Entity<TranscriptTurn>(turn =>
        {
            turn.VisibleWith(GovernancePermissions.Read, rule => rule.With<Transcript>(t => t.TranscriptId)).ToTable("transcript_turns").Property(t => t.Id).ValueGeneratedNever();
            turn.Property(t => t.Start).HasColumnName("start_seconds");
            turn.Property(t => t.End).HasColumnName("end_seconds");
        });
        model.Entity<Minutes>(minutes =>
        {
            minutes.VisibleWith(GovernancePermissions.Read, rule => rule.With<Meeting>(m => m.MeetingId)).ToTable("minutes").HasMany(m => m.Lines).WithOne().HasForeignKey(l => l.MinutesId);
            minutes.FoundWith(rows => rows.Include(m => m.Lines));
            minutes.Property(m => m.Status).HasConversion<SnakeCaseEnum<MinutesStatus>>();
        });
        model.Entity<MinutesLine>(line =>
        {
            line.VisibleWith(GovernancePermissions.Read, rule => rule.With<Minutes>(l => l.MinutesId)).ToTable("minutes_lines").Property(l => l.Id).ValueGeneratedNever();
            line.Property(l => l.Kind).HasConversion<SnakeCaseEnum<LineKind>>();
        });
    }
}
