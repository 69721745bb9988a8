namespace CivicPulse.AiService.Text;

/// <summary>How long a text is in words, of any script; a run without blanks counts by its characters.</summary>
internal static class Size
{
    private const int CharactersPerWord = 10;

    public static int Of(string text)
    {
        var words = 0;
        var inside = false;
        foreach (var c in text)
        {
            var blank = char.IsWhiteSpace(c);
            if (!blank && !inside) words++;
            inside = !blank;
        }
        return Math.Max(words, text.Length / CharactersPerWord);
    }
}
