using CivicPulse.Platform.Access;

namespace CivicPulse.Platform.Search;

internal static class SearchSight
{
    /// <summary>
    /// Words that reach everything open every entry that names them. A word that reaches less opens entries whose own reach, written
    /// beside the word, is among the asker's.
    /// </summary>
    public static Sight Of(CurrentAccount account)
    {
        var (words, reach) = (new List<string>(), new List<string>());
        foreach (var word in account.Permissions)
        {
            var far = account.ReachOf(word);
            if (far.Everything) words.Add(word);
            else reach.AddRange(Within(word, far, account.Id));
        }
        string[] audience = [.. words, .. account.Id is { } me ? [$"{Way.Own}:{me}"] : Array.Empty<string>(), .. account.Held.Teams.Select(t => $"{Way.Team}:{t}")];
        return new([.. words], [.. reach], audience);
    }

    private static IEnumerable<string> Within(string word, Reach reach, Guid? account) =>
    [
        .. account is { } me ? [$"{word}/anywhere:{me}"] : Array.Empty<string>(),
        .. reach.Own && account is { } own ? [$"{word}/{Way.Own}:{own}"] : Array.Empty<string>(),
        .. reach.Teams.Select(t => $"{word}/{Way.Team}:{t}"),
        .. reach.Districts.Select(d => $"{word}/{Way.District}:{d}"),
        .. reach.States.Select(s => $"{word}/{Way.State}:{s}"),
    ];
}
