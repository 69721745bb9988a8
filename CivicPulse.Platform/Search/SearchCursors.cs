using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.DataProtection;

namespace CivicPulse.Platform.Search;

/// <summary>
/// Where a page of a search ended. Sealed: it also holds how common the asked words are among all records, which is more than the asker
/// may read.
/// </summary>
internal sealed class SearchCursors(IDataProtectionProvider protection)
{
    private readonly IDataProtector _seal = protection.CreateProtector("civicpulse.search.cursor");
    private static readonly JsonSerializerOptions Whole = new() { RespectRequiredConstructorParameters = true };

    public string Write(FoundRow last, SearchPlan plan, FoundRows found)
    {
        var known = plan.Statistics.Of(plan.Terms);
        return Base64Url.EncodeToString(_seal.Protect(JsonSerializer.SerializeToUtf8Bytes(new SearchCursor(
            last.Score, last.Id, plan.Vector is not null, plan.AsOf, known.Entries, known.Shares, known.Titles,
            [plan.Narrow.Window, plan.Broad.Window, plan.Titles.Window], plan.FewWithin, found.MoreWords, found.MoreTitles))));
    }

    public SearchCursor? Read(string? cursor)
    {
        if (cursor is null) return null;
        try
        {
            if (JsonSerializer.Deserialize<SearchCursor>(_seal.Unprotect(Base64Url.DecodeFromChars(cursor)), Whole) is { Shares: not null, Titles: not null, Windows.Length: 3 } place
                && double.IsFinite(place.Score) && place.Entries is >= 0 and < 1e12 && place.Shares.Values.Concat(place.Titles.Values).All(s => s is >= 0 and <= 1))
                return place with { AsOf = place.AsOf.ToUniversalTime() };
        }
        catch (Exception e) when (e is FormatException or JsonException or CryptographicException)
        {
            // Said below, in the same words as for a cursor of another list.
        }
        throw new BadInput("bad_cursor", "`after` is not a cursor of this list.");
    }
}
