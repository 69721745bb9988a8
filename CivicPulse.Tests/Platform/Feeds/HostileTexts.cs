namespace CivicPulse.Tests.Platform.Feeds;

/// <summary>Texts that break what is written carelessly.</summary>
internal static class HostileTexts
{
    public const string Emoji = "🏛️👩🏽‍⚖️🇺🇸é漢";

    /// <summary>As they are written, and as they have to arrive in a calendar.</summary>
    public static IEnumerable<(string Written, string Read)> ForCalendars()
    {
        foreach (var same in (string[])[
            "", " ", "  leading and trailing  ", "a;b,c:d\"e'f", "\"quoted\"", "tab\there", "one\ntwo\n\nfour\n", ":", ";", ",", "=", "^n ^^ ^'", "100%", "שלום עולם", "a\u0301\u0323",
            "BEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR", "<script>alert(1)</script>&amp;", "{{7*7}} ${7*7}", new string(' ', 200), new string('x', 75), new string(';', 500), Long()])
            yield return (same, same);
        yield return ("first\r\nsecond\rthird", "first\nsecond\nthird");
        yield return ("a\u0085b\u2028c\u2029d", "a\nb\nc\nd");
        yield return ("nul\0bell\abackspace\bescape\u001Bdelete\u007Fc1\u0090end", "nulbellbackspaceescapedeletec1end");
        yield return ("half \uD83D of a pair", "half \uFFFD of a pair");
        // Every place of a line where a character of several bytes can meet the fold.
        for (var before = 55; before < 80; before++)
        {
            var text = new string('x', before) + string.Concat(Enumerable.Repeat(Emoji, 8));
            yield return (text, text);
        }
    }

    /// <summary>Some parsers undo these twice, so only ours is asked.</summary>
    public static readonly string[] Backslashes = ["\\", "\\\\", "\\n", "\\\n", "a\\,b", "a\\;b\\", "\\\\N\\\\", "C:\\new\\notes", "\\" + Emoji, new string('\\', 301)];

    private static string Long() => string.Concat(Enumerable.Range(0, 500).Select(i => $"{i}: {Emoji}, x;\n"))[..10_000];
}
