using CivicPulse.AiService.Text;

namespace CivicPulse.AiService.Passages;

/// <summary>Cuts a document into passages of whole paragraphs; a heading starts a new one and stays with what it heads.</summary>
internal static class DocumentPassages
{
    private const int MaxHeadingWords = 12;

    public static IReadOnlyList<Passage> Cut(string text)
    {
        var passages = new List<Passage>();
        int start = 0, end = 0, words = 0;
        var onlyHeadings = true;
        foreach (var block in Paragraphs(text).SelectMany(p => Pieces(text, p)))
        {
            var piece = text[block];
            var length = Size.Of(piece);
            var heading = IsHeading(piece);
            if (words > 0 && (words + length > TurnPassages.TargetWords || (heading && !onlyHeadings))) Keep();
            if (words == 0) start = block.Start.Value;
            end = block.End.Value;
            words += length;
            onlyHeadings &= heading;
        }
        if (words > 0) Keep();
        return passages;

        void Keep()
        {
            passages.Add(new(passages.Count, text[start..end]) { StartOffset = start, EndOffset = end });
            words = 0;
            onlyHeadings = true;
        }
    }

    private static bool IsHeading(string piece) =>
        piece.StartsWith('#')
        || (!piece.Contains('\n', StringComparison.Ordinal) && piece[^1] is not ('.' or ',' or ';' or '!' or '?') && Size.Of(piece) <= MaxHeadingWords);

    /// <summary>Runs of lines between blank lines (form feeds of extracted pages count as blank).</summary>
    private static IEnumerable<Range> Paragraphs(string text)
    {
        int start = -1, end = 0;
        for (var lineStart = 0; lineStart < text.Length;)
        {
            var newline = text.AsSpan(lineStart).IndexOfAny('\n', '\f');
            var lineEnd = newline < 0 ? text.Length : lineStart + newline;
            var line = text.AsSpan(lineStart, lineEnd - lineStart);
            if (line.IsWhiteSpace())
            {
                if (start >= 0) yield return start..end;
                start = -1;
            }
            else
            {
                if (start < 0) start = lineStart + (line.Length - line.TrimStart().Length);
                end = lineStart + line.TrimEnd().Length;
            }
            lineStart = lineEnd + 1;
        }
        if (start >= 0) yield return start..end;
    }

    /// <summary>A paragraph longer than a passage is cut between sentences.</summary>
    private static IEnumerable<Range> Pieces(string text, Range paragraph)
    {
        var (offset, length) = paragraph.GetOffsetAndLength(text.Length);
        var whole = text.Substring(offset, length);
        if (Size.Of(whole) <= TurnPassages.TargetWords) return [paragraph];
        return Sentences.Of(whole).Select(s => (offset + s.Start.Value)..(offset + s.End.Value));
    }
}
