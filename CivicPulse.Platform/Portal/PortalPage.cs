using System.Net;
using System.Text;
using CivicPulse.Platform.Feeds;

namespace CivicPulse.Platform.Portal;

/// <summary>What a page of the portal says of itself before any script runs: to search engines, previews and readers of feeds.</summary>
/// <param name="Description">Plain text, for people who decide whether to open it.</param>
/// <param name="Things">What it is about, in the words of schema.org.</param>
/// <param name="Feeds">Addresses of its feeds, by format.</param>
public sealed record PortalPage(string Title, string? Description, IReadOnlyList<JsonLdThing> Things, IReadOnlyList<(FeedFormat Format, string Url)> Feeds)
{
    private const int LongestDescription = 300;

    /// <summary>Puts it into the page that all addresses share.</summary>
    /// <param name="canonical">The one address of this page.</param>
    public string Into(string index, string canonical)
    {
        var description = Description is { Length: > LongestDescription } ? Description[..LongestDescription].TrimEnd() + "..." : Description;
        var head = new StringBuilder($"<title>{Html(Title)}</title><link rel=\"canonical\" href=\"{Html(canonical)}\"><meta property=\"og:title\" content=\"{Html(Title)}\">");
        if (description is not null) head.Append($"<meta name=\"description\" content=\"{Html(description)}\"><meta property=\"og:description\" content=\"{Html(description)}\">");
        foreach (var (format, url) in Feeds) head.Append($"<link rel=\"alternate\" type=\"{format.MediaType()}\" href=\"{Html(url)}\" title=\"{Html(Title)}\">");
        if (Things.Count > 0) head.Append($"<script type=\"application/ld+json\">{JsonLd.Script([.. Things])}</script>");
        var body = $"<main><h1>{Html(Title)}</h1>{(description is null ? "" : $"<p>{Html(description)}</p>")}</main>";
        return Without(Without(index, "<title>", "</title>"), "<meta name=\"description\"", "/>")
            .Replace("</head>", $"{head}</head>", StringComparison.Ordinal)
            .Replace("<div id=\"root\"></div>", $"<div id=\"root\">{body}</div>", StringComparison.Ordinal);
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    private static string Without(string index, string from, string to)
    {
        var start = index.IndexOf(from, StringComparison.Ordinal);
        var end = start < 0 ? -1 : index.IndexOf(to, start, StringComparison.Ordinal);
        return end < 0 ? index : index.Remove(start, end + to.Length - start);
    }
}

/// <summary>The pages of one section of the portal.</summary>
public interface IPortalPages
{
    /// <summary>What must be open.</summary>
    string Section { get; }

    /// <summary>Where the pages are, when they are not called as the section.</summary>
    string Path => Section;

    /// <param name="page">The page's own address.</param>
    /// <returns>Null when nothing of this name is before the public.</returns>
    Task<PortalPage?> FindAsync(string slug, Uri page, CancellationToken ct);
}

/// <summary>Finds what a page of the portal says of itself; a closed portal says nothing.</summary>
public sealed class PortalPages
{
    private readonly PortalDoor _door;
    private readonly IEnumerable<IPortalPages> _sections;

    internal PortalPages(PortalDoor door, IEnumerable<IPortalPages> sections) => (_door, _sections) = (door, sections);

    /// <param name="path">What follows <c>/portal/</c>: <c>bodies/town-council-1a2b3</c>.</param>
    public async Task<PortalPage?> FindAsync(string path, Uri page, CancellationToken ct)
    {
        if (path.Split('/') is not [var named, { Length: > 0 and <= 200 } slug] || _sections.FirstOrDefault(s => s.Path == named) is not { } pages) return null;
        var settings = await _door.SettingsAsync(ct);
        return settings.Open && settings.Sections.Contains(pages.Section, StringComparer.Ordinal) ? await pages.FindAsync(slug, page, ct) : null;
    }
}
