using System.Collections.Frozen;

namespace CivicPulse.Platform.Access;

/// <summary>How far a permission word reaches: over everything, or only over records that are one's own, of a team, in a district, in a state.</summary>
public sealed record Reach(bool Everything, bool Own, Guid[] Teams, Guid[] Districts, string[] States)
{
    public static readonly Reach Everywhere = new(true, false, [], [], []);

    public static readonly Reach Nowhere = new(false, false, [], [], []);

    public static readonly Reach OwnRecords = new(false, true, [], [], []);

    public static Reach OfTeams(params Guid[] teams) => new(false, false, teams, [], []);

    public static Reach OfDistricts(params Guid[] districts) => new(false, false, [], districts, []);

    public static Reach InStates(params string[] states) => new(false, false, [], [], states);

    /// <summary>What either reaches: two grants add up.</summary>
    public Reach Or(Reach other) => Everything || other.Everything
        ? Everywhere
        : new(false, Own || other.Own, [.. Teams.Union(other.Teams)], [.. Districts.Union(other.Districts)], [.. States.Union(other.States, StringComparer.Ordinal)]);

    /// <summary>
    /// What both reach by the same way. A record that one reaches by its team and the other by its district is left out: less than
    /// could be said, never more.
    /// </summary>
    public Reach And(Reach other)
    {
        if (Everything || ReferenceEquals(this, other)) return other;
        return other.Everything
            ? this
            : new(false, Own && other.Own, [.. Teams.Intersect(other.Teams)], [.. Districts.Intersect(other.Districts)], [.. States.Intersect(other.States, StringComparer.Ordinal)]);
    }

    /// <summary>Whether nothing of the other lies outside this: who grants must cover what they grant.</summary>
    public bool Covers(Reach other) => Everything
        || (!other.Everything && (Own || !other.Own) && !other.Teams.Except(Teams).Any()
            && !other.Districts.Except(Districts).Any() && !other.States.Except(States, StringComparer.Ordinal).Any());
}

/// <summary>
/// What an account holds in a tenant: permission words, how far each reaches, and the teams it is in. Made from its grants, kept for
/// seconds, never changed.
/// </summary>
public sealed class HeldAccess
{
    public static readonly HeldAccess Nothing = new(new Dictionary<string, Reach>(StringComparer.Ordinal), []);

    private readonly FrozenDictionary<string, Reach> _reaches;

    public HeldAccess(IReadOnlyDictionary<string, Reach> reaches, IEnumerable<Guid> teams)
    {
        _reaches = reaches.ToFrozenDictionary(StringComparer.Ordinal);
        Words = _reaches.Keys.ToFrozenSet(StringComparer.Ordinal);
        Teams = [.. teams];
    }

    public IReadOnlySet<string> Words { get; }

    /// <summary>The teams that the account is a member of.</summary>
    public Guid[] Teams { get; }

    /// <summary>These words over everything.</summary>
    public static HeldAccess Everywhere(IEnumerable<string> words) =>
        new(words.Distinct(StringComparer.Ordinal).ToDictionary(w => w, _ => Reach.Everywhere, StringComparer.Ordinal), []);

    /// <summary>The sum of grants: each gives its words within its reach.</summary>
    public static HeldAccess Of(IEnumerable<(Reach Reach, IEnumerable<string> Words)> grants, IEnumerable<Guid> teams)
    {
        var reaches = new Dictionary<string, Reach>(StringComparer.Ordinal);
        foreach (var (reach, words) in grants)
        {
            foreach (var word in words) reaches[word] = reaches.TryGetValue(word, out var had) && had != reach ? had.Or(reach) : reach;
        }
        return new(reaches, teams);
    }

    /// <returns><see cref="Reach.Nowhere"/> for a word that is not held.</returns>
    public Reach ReachOf(string word) => _reaches.TryGetValue(word, out var reach) ? reach : Reach.Nowhere;
}
