using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Search;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Documents.Model;

internal static class Store
{
    extension(TenantDb db)
    {
        public DbSet<Document> Documents => db.Set<Document>();

        public DbSet<DocumentVersion> DocumentVersions => db.Set<DocumentVersion>();
    }

    public static void DocumentTables(this ModelBuilder model)
    {
        model.Entity<Document>(document =>
        {
            document.ToTable("documents").HasMany(d => d.Versions).WithOne().HasForeignKey(v => v.DocumentId);
            document.FoundWith(rows => rows.Include(d => d.Versions.OrderByDescending(v => v.Number).Take(1)));
            document.Property(d => d.State).HasConversion<SnakeCaseEnum<DocumentState>>();
            document.Property(d => d.Audience).HasConversion<SnakeCaseEnum<DocumentAudience>>();
            document.VisibleWith(DocumentPermissions.Read, rule => rule.Team(d => d.TeamId).State(d => d.State)
                .Confined(d => d.Audience == DocumentAudience.Team, DocumentPermissions.ReadConfined));
        });
        model.Entity<DocumentVersion>().VisibleWith(DocumentPermissions.Read, rule => rule.With<Document>(v => v.DocumentId)).ToTable("document_versions");
    }
}
