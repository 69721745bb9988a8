namespace CivicPulse.Platform.Feeds;

/// <summary>A page of news about something, in whichever format it is asked for.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="HomeUrl">The page that shows the same to people.</param>
/// <param name="SelfUrl">Where this feed is fetched, in this format.</param>
public sealed record Feed(string Title, Uri HomeUrl, Uri SelfUrl)
{
    /// <summary>More than any page of a list, and all that a feed reader ever shows.</summary>
    public const int MostEntries = 500;

    /// <summary>The same for ever, also when its address changes; none means <see cref="HomeUrl"/>.</summary>
    public Uri? Id { get; init; }

    public string? Description { get; init; }

    public string? Language { get; init; }

    public Uri? Icon { get; init; }

    /// <summary>The page of older entries (RFC 5005).</summary>
    public Uri? NextUrl { get; init; }

    /// <summary>Who answers for it; none means the title.</summary>
    public string? Author { get; init; }

    /// <summary>When something in it last changed; none means the newest of the entries. It should never go back, also when one is removed.</summary>
    public DateTimeOffset? Updated { get; init; }

    public IReadOnlyList<FeedEntry> Entries { get; init; } = [];

    internal DateTimeOffset Changed => Updated ?? (Entries.Count > 0 ? Entries.Max(e => e.Updated) : DateTimeOffset.UnixEpoch);
}

/// <param name="Id">The same for ever: <see cref="FeedIds"/>.</param>
/// <param name="Url">The page that shows it to people.</param>
/// <param name="Title">One line.</param>
/// <param name="Updated">When it last changed in a way that readers care about.</param>
public sealed record FeedEntry(Uri Id, Uri Url, string Title, DateTimeOffset Updated)
{
    public DateTimeOffset? Published { get; init; }

    /// <summary>Plain text.</summary>
    public string? Summary { get; init; }

    /// <summary>The whole of it. Readers run it through their own filter, and so must whoever puts it here.</summary>
    public string? Html { get; init; }

    public IReadOnlyList<string> Authors { get; init; } = [];

    public IReadOnlyList<string> Categories { get; init; } = [];

    public FeedEnclosure? Enclosure { get; init; }
}

/// <param name="Length">In bytes.</param>
public sealed record FeedEnclosure(Uri Url, string MediaType, long Length);

/// <summary>Names of feeds and entries that outlive their addresses.</summary>
public static class FeedIds
{
    public static Uri Of(Guid id) => new($"urn:uuid:{id:D}");

    /// <summary>RFC 4151: for what has no id of its own.</summary>
    /// <param name="host">Of the tenant.</param>
    /// <param name="since">A day on which that host was the tenant's.</param>
    /// <param name="name">Words and slashes: <c>bodies/council/meetings</c>.</param>
    public static Uri Of(string host, DateOnly since, string name) => new($"tag:{host},{since:yyyy-MM-dd}:{Uri.EscapeDataString(name).Replace("%2F", "/", StringComparison.Ordinal)}");
}
