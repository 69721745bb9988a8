using System.Runtime.CompilerServices;
using System.Text.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NetTopologySuite.Geometries;

namespace CivicPulse.Modules.Gis.Model;

internal static class Store
{
    extension(TenantDb db)
    {
        public DbSet<BoundarySet> BoundarySets => db.Set<BoundarySet>();

        public DbSet<Boundary> Boundaries => db.Set<Boundary>();

        /// <summary>One's own and the shared ones; only read.</summary>
        public IQueryable<KnownBoundarySet> KnownBoundarySets => db.Set<KnownBoundarySet>().Where(s => !s.Hidden);

        /// <inheritdoc cref="KnownBoundarySets"/>
        public IQueryable<KnownBoundary> KnownBoundaries => db.Set<KnownBoundary>().Where(b => !b.Hidden);

        public DbSet<Division> Divisions => db.Set<Division>();

        public DbSet<Jurisdiction> Jurisdictions => db.Set<Jurisdiction>();
    }

    public static void GisTables(this ModelBuilder model)
    {
        model.Entity<BoundarySet>().VisibleWith(GisPermissions.Read).ToTable("boundary_sets");
        model.Entity<Boundary>(boundary =>
        {
            boundary.VisibleWith(GisPermissions.Read).ToTable("boundaries").HasOne(b => b.Set).WithMany().HasForeignKey(b => b.SetId);
            boundary.HasOne(b => b.Shape).WithOne().HasForeignKey<BoundaryShape>(s => s.BoundaryId);
            boundary.Columns();
        });
        model.Entity<BoundaryShape>(shape =>
        {
            shape.VisibleWith(GisPermissions.Read, rule => rule.With<Boundary>(s => s.BoundaryId)).ToTable("boundary_shapes").HasKey(s => s.BoundaryId);
            // The shape itself is compared where it comes in; comparing two of them point by point with every save would cost more than the import.
            shape.Property(s => s.Geometry).HasColumnType("geometry(MultiPolygon,4326)").Metadata.SetValueComparer(
                new ValueComparer<MultiPolygon>((a, b) => ReferenceEquals(a, b), g => RuntimeHelpers.GetHashCode(g), g => g));
        });
        model.Entity<KnownBoundarySet>().VisibleWith(GisPermissions.Read, rule => rule.Public(s => s.IsPublic)).ToTable("known_boundary_sets");
        model.Entity<KnownBoundary>(boundary =>
        {
            boundary.VisibleWith(GisPermissions.Read, rule => rule.Public(b => b.Set!.IsPublic)).ToTable("known_boundaries").HasOne(b => b.Set).WithMany().HasForeignKey(b => b.SetId);
            boundary.Columns();
        });
        model.Entity<Division>().VisibleWith(GisPermissions.Read).ToTable("divisions");
        model.Entity<Jurisdiction>().VisibleWith(GisPermissions.Read).ToTable("jurisdictions");
    }

    private static void Columns<T>(this EntityTypeBuilder<T> boundary) where T : AnyBoundary
    {
        boundary.Property(b => b.Sources).HasColumnType("jsonb").HasConversion(
            new ValueConverter<IReadOnlyList<BoundarySource>, string>(s => JsonSerializer.Serialize(s, Wire.Json), s => JsonSerializer.Deserialize<List<BoundarySource>>(s, Wire.Json)!),
            new ValueComparer<IReadOnlyList<BoundarySource>>((a, b) => a!.SequenceEqual(b!), s => s.Count, s => s));
        boundary.Property(b => b.Properties).HasColumnType("jsonb").HasConversion(
            new ValueConverter<PropertyBag?, string?>(p => p == null ? null : p.ToString(), p => p == null ? null : PropertyBag.Read(p)));
    }
}
