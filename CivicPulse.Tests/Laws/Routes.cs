using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CivicPulse.Platform.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.Laws;

/// <summary>The routes of the running API, read from the API itself: a new one is under every law at once.</summary>
internal static partial class Routes
{
    public static IEnumerable<RouteEndpoint> Endpoints(IServiceProvider api) =>
        api.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    public static bool IsPublic(RouteEndpoint route) => route.Metadata.GetMetadata<NeedsPermission>() is null;

    public static IEnumerable<(HttpMethod Method, RouteEndpoint Route)> All(IServiceProvider api) =>
        from route in Endpoints(api)
        from method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
        where method != "CONNECT"
        select (new HttpMethod(method), route);

    public static IEnumerable<string> Guarded(IServiceProvider api) =>
        All(api).Where(r => r.Method == HttpMethod.Get && !IsPublic(r.Route)).Select(r => r.Route.RoutePattern.RawText!);

    /// <summary>Every route with an id, filled with the ids of another tenant's records: the noun before the id says which.</summary>
    public static IEnumerable<(HttpMethod Method, string Path)> WithIds(IServiceProvider api, IReadOnlyDictionary<string, string> ids) =>
        from r in All(api)
        where r.Route.RoutePattern.RawText!.Contains("{", StringComparison.Ordinal) && !IsPublic(r.Route)
        select (r.Method, Fill(r.Route, noun => ids[noun]));

    /// <summary>What the portal shows of records, filled in the same way.</summary>
    public static IEnumerable<string> OfRecordsOnPortal(IServiceProvider api, IReadOnlyDictionary<string, string> ids) =>
        from r in All(api)
        where r.Method == HttpMethod.Get && r.Route.RoutePattern.RawText!.StartsWith("/api/v1/portal/", StringComparison.Ordinal) && r.Route.RoutePattern.RawText.Contains("/{", StringComparison.Ordinal)
        select Fill(r.Route, noun => ids[noun]).Replace("{format}", "atom", StringComparison.Ordinal);

    public static string Fill(RouteEndpoint route, Func<string, string> idOf) =>
        Parameter().Replace(route.RoutePattern.RawText!.Replace("{entity}", "meetings", StringComparison.Ordinal).Replace("{x:int}/{y:int}", "0/0", StringComparison.Ordinal), match => match.Groups["name"].Value == "number"
            ? $"{match.Groups["noun"].Value}/1"
            : $"{match.Groups["noun"].Value}/{Number(match, idOf(Noun(match.Groups["noun"].Value, match.Groups["name"].Value)))}");

    /// <summary>An id that is a number and was asked for as another kind of id is that of no record.</summary>
    private static string Number(Match match, string id) => match.Groups["kind"].Value switch
    {
        "long" when !long.TryParse(id, out _) => "999999999999",
        "int" when !int.TryParse(id, out _) => "0",
        _ => id,
    };

    public static HttpContent PlausibleBody(string path) => path switch
    {
        _ when path.EndsWith("/transcript", StringComparison.Ordinal) || path.EndsWith("/transcript/", StringComparison.Ordinal) =>
            JsonContent.Create(new { turns = new[] { new { speaker = "Me", text = "Mine now" } } }),
        _ when path.Contains("/versions", StringComparison.Ordinal) =>
            new MultipartFormDataContent { { new ByteArrayContent("Mine now"u8.ToArray()), "file", "mine.txt" } },
        _ when path.Contains("/actions", StringComparison.Ordinal) => JsonContent.Create(new { date = "2026-01-01", description = "Mine now", classification = new[] { "passage" } }),
        _ => JsonContent.Create(new
        {
            name = "Mine now",
            title = "Mine now",
            text = "Mine now",
            person_name = "Me",
            by = "Me",
            url = "https://mine.example",
            votes = path.Contains("/vote-counts", StringComparison.Ordinal) ? (object)1 : Array.Empty<object>(),
            start_date = path.Contains("/meetings", StringComparison.Ordinal) || path.Contains("/vote-events", StringComparison.Ordinal) ? "2026-01-01T00:00:00Z" : "2026-01-01",
            classification = Classification(path),
            slug = "mine-now",
            audience = "everybody",
            date = "2026-01-01",
            authority = "Mine now",
            role = "viewer",
            columns = new { name = "name" },
        }),
    };

    private static string Classification(string path) => path switch
    {
        _ when path.Contains("/sponsorships", StringComparison.Ordinal) => "cosponsor",
        _ when path.Contains("/matters", StringComparison.Ordinal) => "resolution",
        _ when path.Contains("/motions", StringComparison.Ordinal) => "passage",
        _ => "committee",
    };

    /// <returns>What kind of name stands after a noun: an id, or the portal's own.</returns>
    internal static string Noun(string plural, string parameter)
    {
        var noun = Singular(plural);
        return parameter == "slug" ? $"{noun}-slug" : noun;
    }

    internal static string Singular(string noun) => noun switch
    {
        "bodies" => "body",
        "boundaries" => "boundary",
        "parties" => "party",
        "entries" => "entry",
        "agenda-items" => "item",
        _ => noun.TrimEnd('s'),
    };

    [GeneratedRegex(@"(?<noun>[a-z-]+)/\{(?<name>[A-Za-z]+)(?::(?<kind>[a-z]+))?\}", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}
