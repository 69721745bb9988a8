using CivicPulse.Platform.Portal;

namespace CivicPulse.Modules.Governance.Datasets;

/// <summary>The small values of foreign files. A mistyped address is kept as a way to reach somebody, not as a link that leads nowhere.</summary>
internal static class Values
{
    private static readonly WebAddressAttribute Address = new();

    public static string[] Links(params IEnumerable<(string? Url, string? Note)> links) =>
        [.. links.Where(l => l.Url is not null && Address.IsValid(l.Url)).Select(l => l.Note is null ? l.Url! : $"{l.Url} {l.Note}").Distinct(StringComparer.Ordinal)];

    public static IEnumerable<(string, string?)> Unusable(params IEnumerable<(string? Url, string? Note)> links) =>
        links.Where(l => l.Url is not null && !Address.IsValid(l.Url)).Select(l => (l.Note ?? "page", l.Url));

    /// <returns>Those that are there, each as <c>scheme:value</c>.</returns>
    public static string[] Present(params IEnumerable<(string Scheme, string? Value)> values) =>
        [.. values.Where(v => v.Value is not null).Select(v => $"{v.Scheme}:{v.Value}").Distinct(StringComparer.Ordinal)];
}
