using System.ComponentModel.DataAnnotations;
using System.Globalization;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Search;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Modules.Elections.Model;

/// <summary>Where one votes or hands in a ballot in an election, and when.</summary>
internal sealed class PollingPlace : PublicRecord, ISearchable
{
    public required Guid ElectionId { get; init; }

    public Election? Election { get; init; }

    /// <summary>Unique in its election.</summary>
    public required string Name { get; set; }

    public string[] AddressLines { get; set; } = [];

    public double? Latitude { get; set; }

    public double? Longitude { get; set; }

    public bool IsDropBox { get; set; }

    public bool IsEarlyVoting { get; set; }

    public string? Directions { get; set; }

    public string? PhotoUri { get; set; }

    /// <summary>Whose voters come here: OCD divisions, and names of precincts.</summary>
    public string[] Divisions { get; set; } = [];

    public string[] Precincts { get; set; } = [];

    /// <summary>Each as <see cref="OpeningHours"/> keeps them.</summary>
    public string[] Hours { get; set; } = [];

    public override string Title => Name;

    public void Check() => RuleBroken.Unless((Latitude is null) == (Longitude is null), "elections.half_a_place", "A place has a latitude and a longitude, or neither.");

    public SearchEntry ToSearch() => new("polling_place", Name, $"/elections/{ElectionId}", ElectionsPermissions.Read)
    {
        Keywords = AddressLines,
        Body = Directions ?? "",
        PartOf = ("election", ElectionId),
    };
}

/// <summary>When a place is open on a day. Kept as one line: <c>2026-11-03 07:00-19:00 America/New_York</c>.</summary>
/// <param name="TimeZone">The IANA name.</param>
public sealed record OpeningHours([Required] DateOnly? Date, [Required] TimeOnly? Opens, [Required] TimeOnly? Closes, [MaxLength(60)] string? TimeZone = null)
{
    public static IReadOnlyList<OpeningHours> Of(string[] kept) => [.. kept.Select(Read).OfType<OpeningHours>()];

    public static string[] Kept(IReadOnlyList<OpeningHours>? hours)
    {
        if (hours?.FirstOrDefault(h => h.Closes < h.Opens || (h.TimeZone is { } zone && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))) is not null)
            throw new BadInput("elections.bad_hours", "Hours end after they begin, on the same day, and `time_zone` is an IANA name.", StatusCodes.Status422UnprocessableEntity);
        return Lines.Checked(hours?.Select(h => h.Line));
    }

    internal string Line => string.Create(CultureInfo.InvariantCulture, $"{Date:yyyy-MM-dd} {Opens:HH:mm}-{Closes:HH:mm}{(TimeZone is null ? "" : " " + TimeZone)}");

    internal static OpeningHours? Read(string line)
    {
        var parts = line.Split(' ', 3);
        var zone = parts.Length > 2 ? parts[2] : null;
        return parts.Length >= 2 && parts[1].Split('-') is [var from, var to]
            && DateOnly.TryParseExact(parts[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && TimeOnly.TryParseExact(from, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var opens)
            && TimeOnly.TryParseExact(to, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var closes) && closes >= opens
                ? new(date, opens, closes, zone)
                : null;
    }
}

/// <summary>Lines of opening hours, such as <c>2026-11-03 07:00-19:00 America/New_York</c>.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class OpeningHoursAttribute() : ValidationAttribute("{0} takes lines such as 2026-11-03 07:00-19:00 America/New_York.")
{
    public override bool IsValid(object? value) => value is null
        || (value is string[] lines && Array.TrueForAll(lines, l => OpeningHours.Read(l) is { } hours && (hours.TimeZone is null || TimeZoneInfo.TryFindSystemTimeZoneById(hours.TimeZone, out _))));
}
