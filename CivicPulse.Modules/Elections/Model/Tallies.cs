using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Model;

/// <summary>The votes of selections, added up in two queries, however many contests they are of.</summary>
internal sealed class Tallies
{
    private readonly ILookup<Guid, TallyRow> _rows;

    private Tallies(IEnumerable<TallyRow> rows) => _rows = rows.ToLookup(r => r.SelectionId);

    public static async Task<Tallies> OfAsync(TenantDb db, IEnumerable<Guid> selections, CancellationToken ct) => new(await db.TallyAsync([.. selections], ct));

    /// <summary>All votes for it. Where a county and its precincts both count, the county's word is taken.</summary>
    public long Votes(Guid selection) => _rows[selection].Where(r => r is { Top: true, Whole: true }).Sum(r => r.Votes);

    /// <summary>By way of voting, as far as units say.</summary>
    public IReadOnlyDictionary<string, long> ByWay(Guid selection) => Sums(_rows[selection].Where(r => r.Top && r.CountItemType != "total"), r => r.CountItemType);

    /// <summary>What units of each type count; types that speak of the same votes are not to be added up.</summary>
    public IReadOnlyDictionary<string, long> ByUnitType(Guid selection) => Sums(_rows[selection].Where(r => r.Whole), r => r.Type);

    /// <summary>All that can be voted for in an election, with the votes for it, ready to be marked.</summary>
    public static async Task<Counted> CountedAsync(TenantDb db, Guid election, CancellationToken ct)
    {
        var selections = await db.ContestSelections.Where(s => s.ElectionId == election).ToListAsync(ct);
        var contests = await db.Contests.AsNoTracking().Where(c => c.ElectionId == election).ToDictionaryAsync(c => c.Id, ct);
        return new(contests, selections.ToLookup(s => s.ContestId), await OfAsync(db, selections.Select(s => s.Id), ct));
    }

    internal sealed record Counted(IReadOnlyDictionary<Guid, Contest> Contests, ILookup<Guid, ContestSelection> Selections, Tallies Tallies)
    {
        /// <summary>Those who won, as far as counting alone can tell.</summary>
        public void Mark()
        {
            foreach (var offered in Selections) Outcomes.Mark(Contests[offered.Key], [.. offered.Select(s => (s, Tallies.Votes(s.Id)))]);
        }
    }

    private static Dictionary<string, long> Sums(IEnumerable<TallyRow> rows, Func<TallyRow, string> key) =>
        rows.GroupBy(key, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(r => r.Votes), StringComparer.Ordinal);
}
