using System.Text;
using System.Text.Json;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>What a file is, by its first bytes; its name is only a name.</summary>
internal static class TableSniffer
{
    public const int Head = 65_536;
    private const int LinesCompared = 20;
    private static readonly byte[][] Foreign = [.. ((string[])["%PDF", "\u0089PNG", "GIF8", "\u00FF\u00D8\u00FF", "\u001F\u008B", "\u00D0\u00CF\u0011\u00E0", "7z\u00BC\u00AF", "Rar!", "\u007FELF", "MZ\u0090", "SQLite format"]).Select(Encoding.Latin1.GetBytes)];

    /// <exception cref="BadInput">415: it is no table that we read.</exception>
    public static TableDialect Find(ReadOnlySpan<byte> head, bool isUtf8)
    {
        var encoding = TextEncodings.Find(head, isUtf8);
        var text = TextEncodings.Named(encoding).GetString(head).TrimStart('\uFEFF');
        if (IsForeign(head) || text.Take(4096).Count(c => c < ' ' && c is not ('\t' or '\r' or '\n' or '\0' or '\f')) > 40)
            throw new BadInput("transfer.unknown_format", "Imports are CSV, JSON, JSON Lines or XLSX files; boundaries also GeoJSON, KML or a zipped shapefile.", StatusCodes.Status415UnsupportedMediaType);
        return text.AsSpan().TrimStart() switch
        {
            ['[', ..] => new TableDialect(TableFormat.Json, encoding),
            ['{', ..] => OfObject(text, encoding),
            ['<', ..] when text.Contains("<kml", StringComparison.Ordinal) || text.Contains(":kml", StringComparison.Ordinal) => new TableDialect(TableFormat.Kml),
            _ => new TableDialect(TableFormat.Csv, encoding, DelimiterOf(text)),
        };
    }

    private static bool IsForeign(ReadOnlySpan<byte> head)
    {
        foreach (var magic in Foreign)
        {
            if (head.StartsWith(magic)) return true;
        }
        return false;
    }

    /// <summary>One object with an array of <c>items</c> or of <c>features</c>, rather than one object after another.</summary>
    private static TableDialect OfObject(string text, string encoding)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 32 }));
        int? epsg = null;
        try
        {
            while (reader.Read())
            {
                // The old way to say in which system the coordinates are: {"crs":{"properties":{"name":"urn:ogc:def:crs:EPSG::2240"}}}.
                if (reader is { CurrentDepth: 3, TokenType: JsonTokenType.String } && EpsgOf(reader.GetString()!) is { } number) epsg = number;
                if (reader is { CurrentDepth: 0, TokenType: JsonTokenType.EndObject }) break;
                if (reader is not { CurrentDepth: 1, TokenType: JsonTokenType.PropertyName }) continue;
                var (items, features) = (reader.ValueTextEquals("items"u8), reader.ValueTextEquals("features"u8));
                if ((items || features) && reader.Read() && reader.TokenType == JsonTokenType.StartArray)
                    return items ? new TableDialect(TableFormat.Json, encoding, InItems: true) : new TableDialect(TableFormat.Geojson, encoding, Epsg: epsg);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Lines, perhaps with a broken one: each is judged by itself.
        }
        return new TableDialect(TableFormat.Jsonl, encoding);
    }

    /// <summary>CRS84 is degrees, as is nothing at all.</summary>
    private static int? EpsgOf(string name)
    {
        if (!name.StartsWith("urn:ogc:def:crs:EPSG:", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("EPSG:", StringComparison.OrdinalIgnoreCase)) return null;
        return int.TryParse(name[(name.LastIndexOf(':') + 1)..], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The one that cuts the first lines into the most, and equally many, cells.</summary>
    private static char DelimiterOf(string text)
    {
        var best = (Delimiter: ',', Score: 0.0);
        foreach (var delimiter in ",;\t|")
        {
            var counts = Counts(text, delimiter);
            if (counts.Count == 0 || counts[0] == 0) continue;
            var score = counts[0] * counts.Count(c => c == counts[0]) / (double)counts.Count;
            if (score > best.Score) best = (delimiter, score);
        }
        return best.Delimiter;
    }

    private static List<int> Counts(string text, char delimiter)
    {
        var counts = new List<int>();
        var (quoted, count, any) = (false, 0, false);
        foreach (var c in text)
        {
            if (c == '"') quoted = !quoted;
            else if (c == delimiter && !quoted) count++;
            else if (c == '\n' && !quoted)
            {
                if (any) counts.Add(count);
                (count, any) = (0, false);
                if (counts.Count == LinesCompared) return counts;
                continue;
            }
            any |= c > ' ';
        }
        if (any && counts.Count == 0) counts.Add(count);
        return counts;
    }
}
