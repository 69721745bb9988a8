using System.Globalization;
using System.Text.Json.Nodes;

namespace CivicPulse.Platform.Feeds;

/// <summary>The kinds of things. What is not given is left out.</summary>
public static partial class JsonLd
{
    private const string Vocabulary = "https://schema.org/";
    private const string VirtualLocation = "VirtualLocation";

    public static JsonLdThing GovernmentOrganization(string name, Uri url, string? description = null, Uri? logo = null, string? email = null, string? telephone = null,
        JsonLdThing? address = null, JsonLdThing? parent = null, string? area = null, IEnumerable<Uri>? sameAs = null) =>
        new JsonLdThing("GovernmentOrganization", url).With("name", name).With("url", url).With("description", description).With("logo", logo).With("email", email)
            .With("telephone", telephone).With("address", address).With("parentOrganization", parent).With("areaServed", area).With("sameAs", Addresses(sameAs));

    public static JsonLdThing Person(string name, Uri url, string? jobTitle = null, Uri? image = null, JsonLdThing? memberOf = null, string? party = null,
        string? email = null, string? telephone = null, IEnumerable<Uri>? sameAs = null) =>
        new JsonLdThing("Person", url).With("name", name).With("url", url).With("jobTitle", jobTitle).With("image", image).With("memberOf", memberOf)
            .With("affiliation", party is null ? null : new JsonLdThing("Organization").With("name", party))
            .With("email", email).With("telephone", telephone).With("sameAs", Addresses(sameAs));

    public static JsonLdThing Address(string? street = null, string? locality = null, string? region = null, string? postalCode = null, string? country = null) =>
        new JsonLdThing("PostalAddress").With("streetAddress", street).With("addressLocality", locality).With("addressRegion", region)
            .With("postalCode", postalCode).With("addressCountry", country);

    public static JsonLdThing Place(string? name = null, JsonLdThing? address = null, CalendarPosition? position = null) =>
        new JsonLdThing("Place").With("name", name).With("address", address).With("geo", position is { } at
            ? new JsonLdThing("GeoCoordinates").With("latitude", (JsonNode)Math.Round(at.Latitude, 6)).With("longitude", (JsonNode)Math.Round(at.Longitude, 6))
            : null);

    /// <summary>Where a meeting is held by video.</summary>
    public static JsonLdThing OnlinePlace(Uri url) => new JsonLdThing(VirtualLocation).With("url", url);

    /// <summary>With the times, the status and the texts that the event has in a calendar.</summary>
    public static JsonLdThing Event(CalendarEvent one, Uri url, JsonLdThing? place = null, JsonLdThing? organizer = null) =>
        new JsonLdThing("Event", url).With("name", one.Summary).With("url", url).With("description", one.Description).With("inLanguage", one.Language)
            .With("startDate", Moment(one.Start)).With("endDate", one.End is { } end ? Moment(LastOf(one.Start, end)) : null)
            .With("eventStatus", Vocabulary + (one.Status == CalendarStatus.Cancelled ? "EventCancelled" : "EventScheduled"))
            .With("eventAttendanceMode", AttendanceAt(place))
            .With("location", place ?? PlaceOf(one)).With("organizer", organizer);

    /// <summary>An ordinance, a resolution or another matter that a body decides.</summary>
    public static JsonLdThing Legislation(string name, Uri url, string? identifier = null, string? kind = null, DateOnly? decided = null, bool? inForce = null,
        string? jurisdiction = null, JsonLdThing? passedBy = null, string? description = null) =>
        new JsonLdThing("Legislation", url).With("name", name).With("url", url).With("description", description).With("legislationIdentifier", identifier)
            .With("legislationType", kind).With("legislationDate", decided).With("legislationJurisdiction", jurisdiction).With("legislationPassedBy", passedBy)
            .With("legislationLegalForce", inForce switch { true => Vocabulary + "InForce", false => Vocabulary + "NotInForce", null => null });

    /// <param name="voter">Who voted.</param>
    /// <param name="option">Yes, no, abstain: the word as the record has it.</param>
    /// <param name="on">What was voted on.</param>
    public static JsonLdThing VoteAction(JsonLdThing voter, string option, JsonLdThing on, DateTimeOffset? at = null) =>
        new JsonLdThing("VoteAction").With("agent", voter).With("actionOption", option).With("object", on)
            .With("actionStatus", Vocabulary + "CompletedActionStatus").With("endTime", at is { } when ? Moment(CalendarTime.At(when)) : null);

    /// <param name="covers">The days that the data are about.</param>
    public static JsonLdThing Dataset(string name, string description, Uri url, Uri? license = null, JsonLdThing? creator = null, DateTimeOffset? modified = null,
        IEnumerable<string>? keywords = null, string? area = null, (DateOnly From, DateOnly To)? covers = null, IEnumerable<JsonLdThing>? downloads = null) =>
        new JsonLdThing("Dataset", url).With("name", name).With("description", description).With("url", url).With("license", license).With("creator", creator)
            .With("dateModified", modified is { } at ? Moment(CalendarTime.At(at)) : null).With("keywords", keywords).With("spatialCoverage", area)
            .With("temporalCoverage", covers is { } days ? $"{days.From:yyyy-MM-dd}/{days.To:yyyy-MM-dd}" : null).With("distribution", downloads);

    public static JsonLdThing Download(Uri url, string mediaType, string? name = null) =>
        new JsonLdThing("DataDownload").With("contentUrl", url).With("encodingFormat", mediaType).With("name", name);

    /// <summary>The way from the first page to this one.</summary>
    public static JsonLdThing BreadcrumbList(params IReadOnlyList<(string Name, Uri Url)> pages) =>
        new JsonLdThing("BreadcrumbList").With("itemListElement", pages.Select((page, i) =>
            new JsonLdThing("ListItem").With("position", (JsonNode)(i + 1)).With("name", page.Name).With("item", page.Url)));

    private static JsonLdThing? PlaceOf(CalendarEvent one) => one.Location is null && one.Geo is null ? null : Place(one.Location, position: one.Geo);

    private static string? AttendanceAt(JsonLdThing? place) => place?.Type switch
    {
        null => null,
        VirtualLocation => Vocabulary + "OnlineEventAttendanceMode",
        _ => Vocabulary + "OfflineEventAttendanceMode",
    };

    /// <summary>A calendar names the day after the last; schema.org the last.</summary>
    private static CalendarTime LastOf(CalendarTime start, CalendarTime end) => end.Day is { } after && after > start.Day ? CalendarTime.On(after.AddDays(-1)) : end;

    private static IEnumerable<string>? Addresses(IEnumerable<Uri>? all) => all?.Select(a => a.AbsoluteUri);

    /// <summary>With the offset of its zone: search engines show the hour as it stands there.</summary>
    private static string Moment(CalendarTime time)
    {
        if (time.Day is { } day) return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var zone = time.Zone is { } name ? NamedZone.Of(name) : null;
        return (zone?.At(time.Instant) ?? time.Instant).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
    }
}
