using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CivicPulse.Platform.Http;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>Reads WebVTT, SubRip, "Speaker: text" lines and JSON turns. What a file is, its content says; its name must agree.</summary>
internal static partial class TranscriptFormats
{
    public const int MostTurns = 20_000;
    public const int LongestTurn = 10_000;
    public const int LongestSpeaker = 200;
    private const string Nobody = "Unknown speaker";

    /// <exception cref="BadInput">The content is not a transcript; the message says what was expected.</exception>
    public static IReadOnlyList<Turn> Read(byte[] content, string fileName)
    {
        var text = Decode(content);
        var start = text.TrimStart();
        var extension = Path.GetExtension(fileName).ToLowerInvariant();
        var turns = extension switch
        {
            ".vtt" when !start.StartsWith("WEBVTT", StringComparison.Ordinal) => throw Malformed("A .vtt file begins with WEBVTT."),
            ".json" when !start.StartsWith('{') => throw Malformed("A .json transcript is an object with `turns`."),
            ".srt" when !CueTimes().IsMatch(text) => throw Malformed("A .srt file has cues with times such as 00:00:01,000 --> 00:00:04,000."),
            ".vtt" or ".srt" => Cues(text),
            ".json" => Json(content),
            ".txt" or "" => Lines(text),
            _ => throw new BadInput("governance.transcript_kind", "Transcripts are .vtt, .srt, .txt or .json files.", 415),
        };
        return Check(turns);
    }

    /// <summary>Applies the limits that hold for every way a transcript comes in.</summary>
    public static IReadOnlyList<Turn> Check(IReadOnlyList<Turn> turns)
    {
        if (turns.All(t => t.Text.Length == 0)) throw Malformed("The transcript holds no words.");
        if (turns.Count > MostTurns) throw Malformed($"A transcript has at most {MostTurns} turns.");
        for (var i = 0; i < turns.Count; i++)
        {
            var (speaker, text, start, end) = turns[i];
            if (text.Length > LongestTurn) throw Malformed($"Turn {i}: the text has at most {LongestTurn} characters.");
            if (speaker.Length > LongestSpeaker) throw Malformed($"Turn {i}: the speaker has at most {LongestSpeaker} characters.");
            if (text.Contains('\0') || speaker.Contains('\0')) throw Malformed($"Turn {i} holds a character that is not text.");
            if (!double.IsFinite(start ?? 0) || !double.IsFinite(end ?? 0) || start is < 0 || end < start) throw Malformed($"Turn {i}: it begins at 0 seconds or later and does not end before it begins.");
        }
        return turns;
    }

    public static Turn Tidy(string? speaker, string? text, double? start, double? end) =>
        new(string.IsNullOrWhiteSpace(speaker) ? Nobody : speaker.Trim(), Space().Replace(text ?? "", " ").Trim(), start, end);

    private static string Decode(byte[] content)
    {
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(content).TrimStart('\uFEFF');
            if (!text.Contains('\0')) return text;
        }
        catch (ArgumentException)
        {
            // Said below: bytes that are not UTF-8 and zero bytes are the same mistake.
        }
        throw Malformed("The file is not UTF-8 text.");
    }

    private static List<Turn> Json(byte[] content)
    {
        try
        {
            var file = JsonSerializer.Deserialize<TranscriptFile>(content, Wire.Json);
            // A turn in which nothing was said keeps its place: whoever sent the turns counts them as sent.
            return [.. (file?.Turns ?? []).Select(t => Tidy(t?.Speaker, t?.Text, t?.Start, t?.End))];
        }
        catch (JsonException e)
        {
            throw BadInput.Malformed(e);
        }
    }

    private static List<Turn> Lines(string text)
    {
        var turns = new List<Turn>();
        foreach (var line in text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0))
        {
            // Said while reading, not after it: a long text must not cost more than it can be worth.
            if (turns.Count > MostTurns || (turns.Count > 0 && turns[^1].Text.Length > LongestTurn)) break;
            if (SpeakerPrefix().Match(line) is { Success: true } said) turns.Add(Tidy(said.Groups["speaker"].Value, said.Groups["text"].Value, null, null));
            else if (turns.Count > 0) turns[^1] = turns[^1] with { Text = turns[^1].Text + " " + Space().Replace(line, " ") };
            else turns.Add(Tidy(null, line, null, null));
        }
        return turns;
    }

    /// <summary>Cues of the same named speaker that follow each other are one turn.</summary>
    private static List<Turn> Cues(string text)
    {
        var turns = new List<Turn>();
        var blocks = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        foreach (var block in blocks)
        {
            var lines = block.Split('\n').ToList();
            var at = lines.FindIndex(l => CueTimes().IsMatch(l));
            if (at < 0) continue;
            var times = CueTimes().Match(lines[at]);
            var turn = Cue(string.Join(' ', lines.Skip(at + 1)), Seconds(times.Groups["start"].Value), Seconds(times.Groups["end"].Value));
            if (turn.Text.Length == 0) continue;
            var last = turns.Count > 0 ? turns[^1] : null;
            if (last is not null && last.Speaker == turn.Speaker && turn.Speaker != Nobody && last.Text.Length + turn.Text.Length < LongestTurn / 4)
                turns[^1] = last with { Text = $"{last.Text} {turn.Text}", End = turn.End };
            else turns.Add(turn);
        }
        return turns;
    }

    private static Turn Cue(string payload, double start, double end)
    {
        var voice = Voice().Match(payload);
        var text = System.Net.WebUtility.HtmlDecode(Tag().Replace(payload, ""));
        if (voice.Success) return Tidy(voice.Groups["speaker"].Value, text, start, end);
        var said = SpeakerPrefix().Match(text.Trim());
        return said.Success ? Tidy(said.Groups["speaker"].Value, said.Groups["text"].Value, start, end) : Tidy(null, text, start, end);
    }

    private static double Seconds(string time)
    {
        var seconds = 0.0;
        foreach (var part in time.Replace(',', '.').Split(':')) seconds = seconds * 60 + double.Parse(part, CultureInfo.InvariantCulture);
        return seconds;
    }

    private static BadInput Malformed(string message) => new("governance.transcript_malformed", message);

    private sealed record TranscriptFile(IReadOnlyList<FileTurn?>? Turns);

    private sealed record FileTurn(string? Speaker, string? Text, double? Start = null, double? End = null);

    [GeneratedRegex(@"(?<start>(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})\s+-->\s+(?<end>(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})", RegexOptions.NonBacktracking)]
    private static partial Regex CueTimes();

    [GeneratedRegex(@"^(?<speaker>\p{L}[\p{L}\p{M}\d .,'’()&/-]{0,60}):\s+(?<text>\S.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex SpeakerPrefix();

    [GeneratedRegex(@"<v(?:\.[^\s>]*)?\s+(?<speaker>[^>]{1,200})>", RegexOptions.NonBacktracking)]
    private static partial Regex Voice();

    [GeneratedRegex("<[^>]{0,300}>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Space();
}
