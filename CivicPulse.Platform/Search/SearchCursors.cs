using System.Buffers.Text;
using System.Text.Json;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Search;

internal static class SearchCursors
{
    private static readonly JsonSerializerOptions Whole = new() { RespectRequiredConstructorParameters = true };

    public static string Write(FoundRow last, SearchPlan plan) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(
        new SearchCursor(last.Score, last.Id, plan.Vector is not null, plan.AsOf, plan.Statistics.Entries, plan.Statistics.Of(plan.Terms))));

    public static SearchCursor? Read(string? cursor)
    {
        if (cursor is null) return null;
        try
        {
            if (JsonSerializer.Deserialize<SearchCursor>(Base64Url.DecodeFromChars(cursor), Whole) is { Shares: not null } place
                && double.IsFinite(place.Score) && place.Entries is >= 0 and < 1e12 && place.Shares.Values.All(s => s is >= 0 and <= 1))
                return place with { AsOf = place.AsOf.ToUniversalTime() };
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // Said below, in the same words as for a cursor of another list.
        }
        throw new BadInput("bad_cursor", "`after` is not a cursor of this list.");
    }
}
