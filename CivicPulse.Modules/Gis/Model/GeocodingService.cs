using System.Globalization;
using System.Text.Json;
using CivicPulse.Modules.Gis.Public;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace CivicPulse.Modules.Gis.Model;

/// <summary>
/// The operator's geocoding service, off unless <c>Geocoder:Url</c> names one: Nominatim's way of asking, or with <c>Geocoder:Kind</c>
/// <c>census</c> that of the US Census. What fails or is slow is as if it were off. Neither address nor answer is ever logged.
/// </summary>
internal sealed partial class GeocodingService(HttpClient http, IConfiguration configuration, ILogger<GeocodingService> log)
{
    public const long LargestAnswer = 256_000;
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Along a street between two known numbers.</summary>
    private const double OfCensus = 100;

    /// <summary>Where a service does not tell.</summary>
    private const double Unknown = 100;

    public bool IsOn => Address is not null;

    private Uri? Address => Uri.TryCreate(configuration["Geocoder:Url"], UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;

    private bool IsCensus => string.Equals(configuration["Geocoder:Kind"], "census", StringComparison.OrdinalIgnoreCase);

    /// <returns>Whether the service answered at all, and what it knows.</returns>
    public async Task<(bool Answered, GeocodedPlace? Place)> FindAsync(string address, CancellationToken ct)
    {
        try
        {
            var asked = Uri.EscapeDataString(address);
            var path = IsCensus ? $"geocoder/locations/onelineaddress?address={asked}&benchmark=Public_AR_Current&format=json" : $"search?q={asked}&format=jsonv2&limit=1";
            using var answer = await http.GetAsync(new Uri(Address!.ToString().TrimEnd('/') + "/" + path), ct);
            answer.EnsureSuccessStatusCode();
            using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(ct));
            return (true, IsCensus ? OfCensusAnswer(json.RootElement) : OfNominatim(json.RootElement));
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            Failed(log, e.GetType().Name);
            return (false, null);
        }
    }

    private static GeocodedPlace? OfNominatim(JsonElement answer)
    {
        if (answer.GetArrayLength() == 0) return null;
        var first = answer[0];
        var (latitude, longitude) = (Number(first.GetProperty("lat")), Number(first.GetProperty("lon")));
        var accuracy = first.TryGetProperty("boundingbox", out var box) && box.GetArrayLength() == 4
            ? HalfDiagonal(Number(box[0]), Number(box[1]), Number(box[2]), Number(box[3]))
            : Unknown;
        return Place(latitude, longitude, accuracy, first.TryGetProperty("display_name", out var name) ? name.GetString() : null);
    }

    private static GeocodedPlace? OfCensusAnswer(JsonElement answer)
    {
        var matches = answer.GetProperty("result").GetProperty("addressMatches");
        if (matches.GetArrayLength() == 0) return null;
        var at = matches[0].GetProperty("coordinates");
        return Place(Number(at.GetProperty("y")), Number(at.GetProperty("x")), OfCensus, matches[0].TryGetProperty("matchedAddress", out var name) ? name.GetString() : null);
    }

    private static GeocodedPlace? Place(double latitude, double longitude, double accuracy, string? matched) =>
        new GeoPoint(latitude, longitude, Math.Min(Math.Round(accuracy), GeoPoint.WidestMetres)) is { IsOnEarth: true } point ? new(point, FoundBy.Service, matched) : null;

    private static double HalfDiagonal(double south, double north, double west, double east)
    {
        const double MetresInDegree = 111_320;
        var (high, wide) = ((north - south) * MetresInDegree, (east - west) * MetresInDegree * Math.Cos((south + north) / 2 * Math.PI / 180));
        return Math.Sqrt((high * high) + (wide * wide)) / 2;
    }

    private static double Number(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? double.Parse(value.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)
        : value.GetDouble();

    [LoggerMessage(LogLevel.Warning, "The geocoding service did not answer as it should: {Kind}")]
    private static partial void Failed(ILogger log, string kind);
}
