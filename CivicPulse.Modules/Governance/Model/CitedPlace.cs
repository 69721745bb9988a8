using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>
/// Where somebody said or did something: a page in the web, or a second of a meeting here. In the database and in files it is one line:
/// address, title and quote with tabs between them; a meeting's address is <c>meeting:{id}#t={second}</c>.
/// </summary>
public sealed record CitedPlace(
    [WebAddress] string? Url = null, Guid? MeetingId = null, [Range(0, 1_000_000)] int? Second = null, [MaxLength(500)] string? Title = null, [MaxLength(2000)] string? Quote = null)
{
    private const string Meeting = "meeting:";
    private const string At = "#t=";

    public static IReadOnlyList<CitedPlace> Of(string[] kept) => [.. kept.Select(Parse)];

    /// <exception cref="BadInput">There is none, or one names nothing or two things.</exception>
    public static string[] Kept(IReadOnlyList<CitedPlace>? citations) => citations is { Count: > 0 } && citations.All(c => c is not null && c.NamesOne)
        ? Lines.Checked(citations.Select(c => c.Line))
        : throw new BadInput("governance.no_citation", "Cite at least one place, each by its `url` (http or https) or by its `meeting_id` and `second`.", 422);

    /// <summary>A line of a file.</summary>
    internal static bool IsOne(string line) => Parse(line).NamesOne;

    private bool NamesOne => MeetingId is null ? WebAddressAttribute.IsAddress(Url) && Second is null : Url is null;

    private string Line => string.Join('\t', ((string?[])[Url ?? $"{Meeting}{MeetingId}{(Second is { } s ? At + s.ToString(CultureInfo.InvariantCulture) : "")}", Plain(Title), Plain(Quote)])).TrimEnd('\t');

    private static CitedPlace Parse(string line)
    {
        var parts = line.Split('\t', 3);
        string? Part(int i) => parts.Length > i && parts[i].Length > 0 ? parts[i] : null;
        if (!parts[0].StartsWith(Meeting, StringComparison.Ordinal)) return new(parts[0], null, null, Part(1), Part(2));
        var (id, second) = parts[0][Meeting.Length..].Split(At, 2) is [var head, var tail] ? (head, tail) : (parts[0][Meeting.Length..], null);
        return new(null, Guid.TryParse(id, out var meeting) ? meeting : null,
            int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : null, Part(1), Part(2));
    }

    /// <summary>On one line, without the sign that stands between the parts.</summary>
    private static string? Plain(string? text) => text is null ? null : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>Each line begins with where it is: an http or https address, or <c>meeting:{id}</c>. There is at least one.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class CitationLinesAttribute() : ValidationAttribute("{0} takes lines of an address, a title and a quote with tabs between them.")
{
    public override bool IsValid(object? value) => value is string[] { Length: > 0 } lines && Array.TrueForAll(lines, CitedPlace.IsOne);
}
