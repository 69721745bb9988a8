using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Modules.Governance.Portal;
using CivicPulse.Modules.Governance.Transfers;
using CivicPulse.Platform.Feeds;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;

namespace CivicPulse.Modules.Governance.Datasets;

/// <summary>
/// Meetings as events and back. What an event cannot say goes beside it as one property of our own, with a digest of what the event did say:
/// when somebody moved the event in their calendar since, the event is right and not what stands beside it.
/// </summary>
internal static class MeetingEvents
{
    public const string Extra = CalendarExtra.Prefix + "MEETING";
    private const string Digest = "digest";
    private const int LongestWord = 60;

    /// <summary>What no event says, so that nobody can have changed it there.</summary>
    private static readonly string[] Beyond = ["body", "video_url", "agenda_url"];

    /// <param name="m">With its body.</param>
    public static async Task<CalendarEvent> OfAsync(Meeting m, CancellationToken ct)
    {
        var row = MeetingTransfer.RowOf(m) with { Sources = m.Sources.Length > 0 ? m.Sources : null };
        var one = MeetingCalendar.Dated(MeetingCalendar.Event(row, row.Identifier ?? Unnamed(row), m.ChangedAt), m) with
        {
            Url = WebLink.Of(m.Sources) is [var first, ..] && Uri.TryCreate(first.Url, UriKind.Absolute, out var source) ? source : null,
        };
        // As a reader will see it: what writing loses, it loses here too.
        var read = await new IcalReader(new MemoryStream(IcalWriter.Write(new CalendarFeed(""), [one]))).ReadAsync(ct).FirstAsync(ct);
        var (whole, plain) = (Fields(row), Fields(Plain(read)));
        var beside = new JsonObject();
        foreach (var name in whole.Select(f => f.Key).Union(plain.Select(f => f.Key), StringComparer.Ordinal))
            if (!JsonNode.DeepEquals(whole[name], plain[name])) beside[name] = whole[name]?.DeepClone();
        if (beside.Count == 0) return one;
        beside[Digest] = DigestOf(plain);
        return one with { Extras = [new(Extra, beside.ToJsonString(Wire.Json))] };
    }

    /// <exception cref="JsonException">What stands beside the event cannot be read.</exception>
    public static MeetingRow Row(CalendarEvent one)
    {
        var plain = Plain(one);
        if (one.Extras.FirstOrDefault(x => x.Name == Extra) is not { } extra) return plain;
        var fields = Fields(plain);
        var beside = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(extra.Value, Wire.Json) ?? throw new JsonException();
        var untouched = beside.TryGetValue(Digest, out var digest) && digest.ValueKind == JsonValueKind.String && digest.ValueEquals(DigestOf(fields));
        foreach (var (name, value) in beside.Where(f => f.Key != Digest && (untouched || Beyond.Contains(f.Key, StringComparer.Ordinal))))
            fields[name] = value.ValueKind == JsonValueKind.Null ? null : JsonNode.Parse(value.GetRawText());
        return fields.Deserialize<MeetingRow>(Wire.Json)!;
    }

    /// <summary>What an event of any program says of a meeting.</summary>
    private static MeetingRow Plain(CalendarEvent one)
    {
        var (name, address) = Place(one.Location);
        var isAddress = WebAddressAttribute.IsAddress(name);
        return new(
            one.Summary, one.Start.Instant, null, one.Status switch
            {
                CalendarStatus.Tentative => MeetingStatus.Tentative,
                CalendarStatus.Confirmed => MeetingStatus.Confirmed,
                CalendarStatus.Cancelled => MeetingStatus.Cancelled,
                _ => null,
            },
            one.Uid, Last(one)?.Instant, one.Start.Day is not null, one.Categories is [var category, ..] ? Word(category) : null, one.Description, isAddress ? null : name, address,
            isAddress ? name : null, one.Geo?.Latitude, one.Geo?.Longitude, Sources: WebAddressAttribute.IsAddress(one.Url?.AbsoluteUri) ? [one.Url!.AbsoluteUri] : null);
    }

    /// <summary>The last day of whole days is their own, not the one after.</summary>
    private static CalendarTime? Last(CalendarEvent one) => one.End is { Day: { } behind } && behind > one.Start.Day ? CalendarTime.On(behind.AddDays(-1)) : one.End;

    /// <summary>The first line names it, the others say where that is.</summary>
    private static (string? Name, string? Address) Place(string? location)
    {
        var lines = location?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        return lines switch
        {
            [] => (null, null),
            [var name] => (name, null),
            [var name, .. var address] => (name, string.Join(", ", address)),
        };
    }

    /// <returns>Null when nothing of it is a letter.</returns>
    private static string? Word(string category)
    {
        var word = new StringBuilder();
        foreach (var c in category)
        {
            if (word.Length == LongestWord) break;
            if (char.IsAsciiLetter(c)) word.Append(char.ToLowerInvariant(c));
            else if (word.Length > 0 && word[^1] != '_') word.Append('_');
        }
        return word.ToString().Trim('_') is { Length: > 0 } found ? found : null;
    }

    /// <summary>For a meeting that no source gave an identifier: of what tells it from others.</summary>
    private static string Unnamed(MeetingRow row) => Hash($"{row.Name}\n{row.StartDate:O}\n{row.Body}") + "@unnamed";

    private static JsonObject Fields(MeetingRow row) => JsonSerializer.SerializeToNode(row, Wire.Json)!.AsObject();

    private static string DigestOf(JsonObject plain) => Hash(plain.ToJsonString(Wire.Json));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
