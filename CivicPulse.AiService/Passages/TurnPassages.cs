using CivicPulse.AiService.Text;
using CivicPulse.Platform.Ai;

namespace CivicPulse.AiService.Passages;

/// <summary>Cuts a transcript into passages of whole turns: one line per turn, the speaker in front.</summary>
internal static class TurnPassages
{
    public const int TargetWords = 200;
    private const int MaxTurnWords = 300;

    public static IReadOnlyList<Passage> Cut(IReadOnlyList<AiTurn> turns)
    {
        var passages = new List<Passage>();
        int first = 0, words = 0;
        for (var i = 0; i < turns.Count; i++)
        {
            var length = Size.Of(turns[i].Text);
            if (words > 0 && words + length > TargetWords)
            {
                Keep(first, i - 1);
                (first, words) = (i, 0);
            }
            words += length;
            if (length <= MaxTurnWords) continue;
            KeepLong(i);
            (first, words) = (i + 1, 0);
        }
        if (words > 0) Keep(first, turns.Count - 1);
        return passages;

        void Keep(int from, int to) => passages.Add(new(passages.Count, string.Join('\n', turns.Skip(from).Take(to - from + 1).Select(Line.Of)))
        {
            FirstTurn = from,
            LastTurn = to,
            StartSeconds = turns[from].Start,
        });

        void KeepLong(int turn)
        {
            foreach (var piece in Pieces(turns[turn].Text))
                passages.Add(new(passages.Count, Line.Of(turns[turn] with { Text = piece })) { FirstTurn = turn, LastTurn = turn, StartSeconds = turns[turn].Start });
        }
    }

    /// <summary>A speech longer than a passage is cut between sentences.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        int start = -1, end = 0, words = 0;
        foreach (var sentence in Sentences.Of(text))
        {
            var length = Size.Of(text[sentence]);
            if (start >= 0 && words + length > TargetWords)
            {
                yield return text[start..end];
                (start, words) = (-1, 0);
            }
            if (start < 0) start = sentence.Start.Value;
            end = sentence.End.Value;
            words += length;
        }
        if (start >= 0) yield return text[start..end];
    }
}

/// <summary>A turn as a line of a passage, and back. A turn in which nothing was said is an empty line, so lines count turns.</summary>
internal static class Line
{
    private const string Unknown = "Speaker";

    public static string Of(AiTurn turn)
    {
        var text = OneLine(turn.Text);
        return text.Length == 0 ? "" : $"{Speaker(turn.Speaker)}: {text}";
    }

    public static (string Speaker, string Text) Parse(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 ? ("", line) : (line[..colon], line[(colon + 2)..]);
    }

    public static string Speaker(string? name) =>
        string.IsNullOrWhiteSpace(name) ? Unknown : OneLine(name).Replace(": ", " ", StringComparison.Ordinal).TrimEnd(':');

    public static string OneLine(string text) => text.Trim().ReplaceLineEndings(" ");
}
