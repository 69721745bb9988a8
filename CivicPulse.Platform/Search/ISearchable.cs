namespace CivicPulse.Platform.Search;

/// <summary>A record that can be found. Every save of it brings what is found up to date, in the same transaction.</summary>
public interface ISearchable
{
    /// <returns>What it is found by; null when it is not to be found (now).</returns>
    SearchEntry? ToSearch();
}

/// <summary>What a record is found by, and who may find it.</summary>
/// <param name="Kind">The singular noun in snake_case, such as <c>agenda_item</c>; never renamed.</param>
/// <param name="Title">Weighs most. May be empty when <see cref="PartOf"/> has a title to show instead.</param>
/// <param name="Url">Opens it, relative to the web console.</param>
/// <param name="Permission">
/// The word an asker must hold: the one that its table is <c>VisibleWith</c>. How far it reaches, and whom a record is confined to, is taken from that rule.
/// </param>
public sealed record SearchEntry(string Kind, string Title, string Url, string Permission)
{
    internal const int LongestTitle = 500;
    internal const int LongestKeywords = 20_000;
    internal const int LongestBody = 200_000;

    /// <summary>Names and terms that say more than the running text: they weigh more.</summary>
    public IEnumerable<string?> Keywords { get; init; } = [];

    /// <summary>The running text. Null leaves what was known before, for text that lies in rows which are not loaded.</summary>
    public string? Body { get; init; } = "";

    /// <summary>The record this one belongs to and disappears with.</summary>
    public (string Kind, Guid Id)? PartOf { get; init; }

    /// <summary>What results can be narrowed by, such as <c>("status", "passed")</c>. Kind and year are added.</summary>
    public IEnumerable<(string Name, string? Value)> Facets { get; init; } = [];

    /// <summary>When it happened; its creation when left out. Among equals the newer comes first.</summary>
    public DateTimeOffset? OccurredAt { get; init; }
}
