using System.Text.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPulse.Platform.Portal;

/// <summary>What every save does to public facts: names new ones, and lets what people corrected win over what is imported.</summary>
internal static class PublicRecordRules
{
    private static readonly HashSet<string> NotFacts = new(typeof(PublicRecord).GetProperties().Select(p => p.Name).Except([nameof(PublicRecord.Sources)]), StringComparer.Ordinal);

    public static void Apply(TenantDb db, EntityEntry<Entity> entry)
    {
        if (entry.Entity is not PublicRecord record) return;
        if (entry.State == EntityState.Added)
        {
            if (record.Slug.Length == 0) record.Slug = Slugs.Of(record, db.Zone);
        }
        else if (entry.State == EntityState.Modified)
        {
            if (db.Importing) KeepLocked(entry, record);
            else if (db.Actor?.Kind == ActorKind.Account) Lock(entry, record);
        }
    }

    private static void Lock(EntityEntry<Entity> entry, PublicRecord record) =>
        record.Lock(Changed(entry).Select(p => Wire(p.Metadata.Name)).Where(field => !record.IsDerived(field)));

    private static void KeepLocked(EntityEntry<Entity> entry, PublicRecord record)
    {
        if (record.LockedFields.Length == 0) return;
        foreach (var property in Changed(entry).Where(p => record.Holds(Wire(p.Metadata.Name))).ToList())
            (property.CurrentValue, property.IsModified) = (property.OriginalValue, false);
    }

    /// <summary>What a record alone sets, such as a state or a result that follows from other rows, is nothing that a person corrects.</summary>
    private static IEnumerable<PropertyEntry> Changed(EntityEntry<Entity> entry) =>
        entry.Properties.Where(p => p.IsModified && !NotFacts.Contains(p.Metadata.Name) && p.Metadata.PropertyInfo?.SetMethod?.IsPublic == true);

    private static string Wire(string property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property);
}

public static class PublicTables
{
    /// <summary>As <see cref="RecordRules.VisibleWith"/>, and the public sees a row once it is published.</summary>
    public static EntityTypeBuilder<T> PublishedWith<T>(this EntityTypeBuilder<T> table, string word, Action<RecordRule<T>>? rule = null) where T : PublicRecord
    {
        table.Ignore(r => r.Title).Ignore(r => r.IsPublished);
        return table.VisibleWith(word, r =>
        {
            rule?.Invoke(r);
            r.Public(x => x.PublishedAt != null);
        });
    }
}
