using System.ComponentModel.DataAnnotations;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Platform.Portal;

/// <summary>
/// The small values that public records have several of. In the database and in files each is one line of text: <c>scheme:identifier</c>,
/// <c>address note</c>, <c>type:value</c>; over the wire it is an object with Popolo's names.
/// </summary>
public sealed record ExternalId([MaxLength(100)] string? Scheme, [Required, MaxLength(300)] string Identifier)
{
    public static IReadOnlyList<ExternalId> Of(string[] kept) => [.. kept.Select(k => Lines.Cut(k, ':')).Select(p => p.Tail is null ? new ExternalId(null, p.Head) : new ExternalId(p.Head, p.Tail))];

    public static string[] Kept(IReadOnlyList<ExternalId>? ids) => Lines.Checked(ids?.Select(i => i?.Scheme is null ? i?.Identifier : $"{i.Scheme}:{i.Identifier}"));
}

/// <summary>A page in the web: a source, or a link to follow.</summary>
public sealed record WebLink([Required, WebAddress] string Url, [MaxLength(500)] string? Note = null)
{
    public static IReadOnlyList<WebLink> Of(string[] kept) => [.. kept.Select(k => Lines.Cut(k, ' ')).Select(p => new WebLink(p.Head, p.Tail))];

    public static string[] Kept(IReadOnlyList<WebLink>? links)
    {
        if (links?.Any(l => !WebAddressAttribute.IsAddress(l?.Url)) == true)
            throw new BadInput("portal.bad_address", "A link is an http or https address.", StatusCodes.Status422UnprocessableEntity);
        return Lines.Checked(links?.Select(l => l.Note is null ? l.Url : $"{l.Url} {l.Note}"));
    }
}

/// <summary>A way to reach somebody.</summary>
/// <param name="Type">Popolo's word: address, voice, fax, cell, video, email, or the name of a network.</param>
public sealed record ContactDetail([Required, MaxLength(60)] string Type, [Required, MaxLength(500)] string Value)
{
    public static IReadOnlyList<ContactDetail> Of(string[] kept) => [.. kept.Select(k => Lines.Cut(k, ':')).Select(p => p.Tail is null ? new ContactDetail("other", p.Head) : new ContactDetail(p.Head, p.Tail))];

    public static string[] Kept(IReadOnlyList<ContactDetail>? details) => Lines.Checked(details?.Select(d => d is null ? null : $"{d.Type}:{d.Value}"));
}

/// <summary>One value, one line.</summary>
public static class Lines
{
    public const int Most = 200;

    /// <exception cref="BadInput">There are too many, or one has a line break.</exception>
    public static string[] Checked(IEnumerable<string?>? lines)
    {
        string?[] given = [.. lines ?? []];
        string[] kept = [.. given.OfType<string>()];
        return given.Length > Most || kept.Length < given.Length || Array.Exists(kept, l => string.IsNullOrWhiteSpace(l) || l.AsSpan().ContainsAny('\n', '\r', '\0'))
            ? throw new BadInput("portal.bad_list", $"A list holds at most {Most} values of one line each.", StatusCodes.Status422UnprocessableEntity)
            : kept;
    }

    internal static (string Head, string? Tail) Cut(string line, char at)
    {
        var place = line.IndexOf(at, StringComparison.Ordinal);
        return place < 0 ? (line, null) : (line[..place], line[(place + 1)..]);
    }
}

/// <summary>An http or https address; of a list of texts, each begins with one.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class WebAddressAttribute() : ValidationAttribute("{0} takes http and https addresses.")
{
    private const int Longest = 2000;

    public override bool IsValid(object? value) => value switch
    {
        null => true,
        "" => true,
        string address => IsAddress(address),
        string[] lines => Array.TrueForAll(lines, l => IsAddress(Lines.Cut(l, ' ').Head)),
        _ => false,
    };

    public static bool IsAddress(string? text) => text is { Length: <= Longest } && Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && !text.AsSpan().ContainsAny(" \n\r\t\"<>");
}

/// <summary>A year, a month or a day, as Popolo has dates: <c>1962</c>, <c>1962-03</c>, <c>1962-03-21</c>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class PartialDateAttribute() : ValidationAttribute("{0} is a year, a month or a day, such as 1962, 1962-03 or 1962-03-21.")
{
    private static readonly string[] Forms = ["yyyy", "yyyy-MM", "yyyy-MM-dd"];

    public override bool IsValid(object? value) => value is null or ""
        || (value is string text && DateOnly.TryParseExact(text, Forms, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out _));
}

/// <summary>An Open Civic Data id of a division, such as <c>ocd-division/country:us/state:ga/county:bibb</c>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class DivisionIdAttribute() : RegularExpressionAttribute(@"ocd-division/country:[a-z]{2}(/[^\W\d]+:(\w|[-.~])+){0,8}")
{
    public override bool IsValid(object? value) => value is not string { Length: > 300 } && base.IsValid(value);
}
