using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Access;

/// <summary>
/// For what points at records by kind and id, such as a search index: which of them whoever acts here may see, asked of the tables
/// themselves. A kind that no table declares is never seen.
/// </summary>
public sealed class VisibleRecords(TenantDb db)
{
    /// <summary>True when nothing of this kind is hidden from whoever acts here: then nothing need be asked.</summary>
    public bool SeesEvery(string kind) => RuleOf(kind)?.SeesEvery(db) ?? false;

    /// <summary>The ids of the visible records, to be joined or asked for membership inside a query of the same context.</summary>
    public IQueryable<Guid> Of(string kind) => RuleOf(kind)?.Ids(db) ?? Enumerable.Empty<Guid>().AsQueryable();

    public async Task<IReadOnlySet<Guid>> KeepAsync(string kind, IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        if (RuleOf(kind) is not { } rule) return new HashSet<Guid>();
        if (rule.SeesEvery(db)) return ids.ToHashSet();
        var asked = ids.ToList();
        return (await rule.Ids(db).Where(id => asked.Contains(id)).ToListAsync(ct)).ToHashSet();
    }

    internal RecordRule? RuleOf(string kind) => RecordRule.All(db).FirstOrDefault(r => r.Kind == kind);
}
