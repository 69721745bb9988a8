using System.Globalization;
using System.Text;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Browser;

/// <summary>A long hearing on another matter with the council's nine turns at its end.</summary>
internal static class Hearing
{
    public const int Residents = 300;

    public static IReadOnlyList<(string Speaker, string Text)> Turns { get; } =
    [
        .. Enumerable.Range(1, Residents).Select(i => ($"Resident {i}", $"I live at {i} Oak Lane. Bus number {i % 40} comes too late for the people who work at night.")),
        .. Council.Turns,
    ];

    public static string AsWebVtt()
    {
        var text = new StringBuilder("WEBVTT\n");
        foreach (var (i, (speaker, words)) in Turns.Index())
            text.Append(CultureInfo.InvariantCulture, $"\n{Time(i * 10)} --> {Time(i * 10 + 9)}\n<v {speaker}>{words}</v>\n");
        return text.ToString();
    }

    private static string Time(int seconds) => TimeSpan.FromSeconds(seconds).ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);
}
