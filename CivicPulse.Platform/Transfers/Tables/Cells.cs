namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>
/// Spreadsheets run what begins like a formula, whoever wrote it. Text that could be taken for one goes out behind an apostrophe, and
/// the apostrophe is taken away when the file comes back, so a round trip changes nothing. Numbers are numbers and stay bare.
/// </summary>
internal static class FormulaGuard
{
    /// <summary>Also what looks like them in full width, which some programs take for the same.</summary>
    private const string Starts = "=+-@\t\r\n|%\uFF1D\uFF0B\uFF0D\uFF20";

    public static string Guard(string text) => IsOpen(text) ? "'" + text : text;

    public static string Unguard(string text) => text.StartsWith('\'') && IsOpen(text) ? text[1..] : text;

    /// <summary>A formula's first character, behind any apostrophes and spaces: those too are given one more, so that one can be taken.</summary>
    private static bool IsOpen(string text)
    {
        foreach (var c in text)
        {
            if (Starts.Contains(c, StringComparison.Ordinal)) return true;
            if (c != '\'' && c != ' ') return false;
        }
        return false;
    }
}
