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

    public static string Fill(RouteEndpoint route, Func<string, string> idOf) =>
        Parameter().Replace(route.RoutePattern.RawText!.Replace("{entity}", "meetings", StringComparison.Ordinal), match => match.Groups["name"].Value == "number"
            ? $"{match.Groups["noun"].Value}/1"
            : $"{match.Groups["noun"].Value}/{Number(match, idOf(Singular(match.Groups["noun"].Value)))}");

    /// <summary>An id that is a number and was asked for as another kind of id is that of no record.</summary>
    private static string Number(Match match, string id) => match.Groups["kind"].Value == "long" && !long.TryParse(id, out _) ? "999999999999" : id;

    public static HttpContent PlausibleBody(string path) => path switch
    {
        _ when path.EndsWith("/transcript", StringComparison.Ordinal) || path.EndsWith("/transcript/", StringComparison.Ordinal) =>
            JsonContent.Create(new { turns = new[] { new { speaker = "Me", text = "Mine now" } } }),
        _ when path.Contains("/versions", StringComparison.Ordinal) =>
            new MultipartFormDataContent { { new ByteArrayContent("Mine now"u8.ToArray()), "file", "mine.txt" } },
        _ => JsonContent.Create(new { name = "Mine now", title = "Mine now", text = "Mine now", start_date = "2026-01-01T00:00:00Z", classification = "committee", audience = "everybody", role = "viewer", columns = new { name = "name" } }),
    };

    internal static string Singular(string noun) => noun switch
    {
        "bodies" => "body",
        "entries" => "entry",
        "agenda-items" => "item",
        _ => noun.TrimEnd('s'),
    };

    [GeneratedRegex(@"(?<noun>[a-z-]+)/\{(?<name>[A-Za-z]+)(?::(?<kind>[a-z]+))?\}", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}
