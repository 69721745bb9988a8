using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CivicPulse.Platform.Search;

/// <summary>A change of what is found, on its way into the index: a row of the view <c>search_writes</c>, whose trigger applies it.</summary>
internal sealed class SearchWrite
{
    public const string View = "search_writes";

    public Guid WriteId { get; init; } = Guid.CreateVersion7();

    public required Guid RecordId { get; init; }

    public string RecordTable { get; init; } = "";

    public string Kind { get; init; } = "";

    public string? PartOfKind { get; init; }

    public Guid? PartOfId { get; init; }

    public string Title { get; init; } = "";

    public string Keywords { get; init; } = "";

    public string? Body { get; init; }

    public string Url { get; init; } = "";

    public string Permission { get; init; } = "";

    public string[] Reach { get; init; } = [];

    public string[]? Audience { get; init; }

    public bool Inherits { get; init; }

    public string[] Facets { get; init; } = [];

    public DateTimeOffset OccurredAt { get; init; }

    public bool Removed { get; init; }

    public static SearchWrite Gone(Guid id) => new() { RecordId = id, Removed = true };

    public static SearchWrite Of(Entity record, string table, SearchEntry entry, Place place)
    {
        var at = (entry.OccurredAt ?? record.CreatedAt).ToUniversalTime();
        return new()
        {
            RecordId = record.Id,
            RecordTable = table,
            Kind = entry.Kind,
            PartOfKind = entry.PartOf?.Kind,
            PartOfId = entry.PartOf?.Id,
            Title = Cut(entry.Title, SearchEntry.LongestTitle),
            Keywords = Cut(string.Join('\n', entry.Keywords.Where(k => !string.IsNullOrWhiteSpace(k))), SearchEntry.LongestKeywords),
            Body = entry.Body is null ? null : Cut(entry.Body, SearchEntry.LongestBody),
            Url = entry.Url,
            Permission = entry.Permission,
            Reach = place.Reach,
            Audience = place.Audience,
            Inherits = place.Inherits,
            Facets = [.. entry.Facets.Where(f => !string.IsNullOrWhiteSpace(f.Value)).Append(("year", at.Year.ToString("0000")))
                .Select(f => Cut($"{f.Item1}:{f.Item2}", SearchQuery.LongestFacet)).Distinct(StringComparer.Ordinal)],
            OccurredAt = at,
        };
    }

    /// <summary>Never between the halves of a character that takes two.</summary>
    private static string Cut(string text, int length)
    {
        if (text.Length <= length) return text;
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}

/// <summary>How records get into the index.</summary>
public static class SearchIndex
{
    private const string Loading = "CivicPulse:SearchLoading";
    private const int AtOnce = 200;

    /// <summary>
    /// Brings the index up to date after set-based writes, which pass the save by. Each page is a save of its own unless the caller
    /// holds a transaction.
    /// </summary>
    public static async Task RefreshSearchAsync<T>(this TenantDb db, IQueryable<T> changed, CancellationToken ct) where T : Entity, ISearchable
    {
        var last = Guid.Empty;
        while (await db.WriteSearchPageAsync(changed, last, AtOnce, ct) is { } next)
        {
            await db.SaveChangesAsync(ct);
            last = next;
        }
    }

    /// <summary>Says what <see cref="ISearchable.ToSearch"/> needs loaded beside the record itself when the index is made again.</summary>
    public static void FoundWith<T>(this Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<T> type, Func<IQueryable<T>, IQueryable<T>> loading)
        where T : Entity, ISearchable => type.Metadata.SetAnnotation(Loading, loading);

    internal static void SearchTables(this ModelBuilder model) => model.Entity<SearchWrite>(write =>
    {
        write.ToTable(SearchWrite.View).HasKey(w => w.WriteId);
        write.Property(w => w.WriteId).ValueGeneratedNever();
    });

    /// <summary>The searchable records, by table.</summary>
    internal static IEnumerable<IEntityType> SearchableTypes(this IModel model) =>
        model.GetEntityTypes().Where(t => typeof(ISearchable).IsAssignableFrom(t.ClrType) && typeof(Entity).IsAssignableFrom(t.ClrType))
            .OrderBy(t => t.GetTableName(), StringComparer.Ordinal);

    /// <summary>Beside every save: what it changes of a searchable record, it changes in the index.</summary>
    internal static void RecordSearch(this TenantDb db, Entity entity, EntityState state)
    {
        if (entity is not ISearchable searchable || state is not (EntityState.Added or EntityState.Modified or EntityState.Deleted)) return;
        var entry = state == EntityState.Deleted ? null : searchable.ToSearch();
        // A new record that is not to be found leaves nothing to remove.
        if (entry is null && state == EntityState.Added) return;
        db.Write(entry is null ? SearchWrite.Gone(entity.Id) : db.WriteOf(entity, entry));
    }

    private static void Write(this TenantDb db, SearchWrite write)
    {
        db.Add(write);
        db.SearchWrites.Add(write);
    }

    /// <summary>They have gone their way; a longer life of the context does not carry them along.</summary>
    internal static void ForgetSearchWrites(this TenantDb db)
    {
        foreach (var write in db.SearchWrites) db.Entry(write).State = EntityState.Detached;
        db.SearchWrites.Clear();
    }

    private static SearchWrite WriteOf(this TenantDb db, Entity record, SearchEntry entry)
    {
        var type = db.Model.FindEntityType(record.GetType())!;
        return SearchWrite.Of(record, type.GetTableName()!, entry, RecordRule.Of(db, type.ClrType)?.PlaceOf(record, entry.Permission) ?? Place.Anywhere);
    }

    /// <returns>The last id of the page, or null when there is none after <paramref name="after"/>.</returns>
    internal static async Task<Guid?> WriteSearchPageAsync<T>(this TenantDb db, IQueryable<T> rows, Guid after, int size, CancellationToken ct)
        where T : Entity, ISearchable
    {
        var type = db.Model.FindEntityType(typeof(T))!;
        var whole = type.FindAnnotation(Loading)?.Value is Func<IQueryable<T>, IQueryable<T>> loading ? loading(rows) : rows;
        var page = await whole.AsNoTracking().Where(r => r.Id > after).OrderBy(r => r.Id).Take(size).ToListAsync(ct);
        foreach (var record in page)
            db.Write(record.ToSearch() is { } entry ? db.WriteOf(record, entry) : SearchWrite.Gone(record.Id));
        return page.Count == 0 ? null : page[^1].Id;
    }
}
