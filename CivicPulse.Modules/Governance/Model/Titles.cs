namespace CivicPulse.Modules.Governance.Model;

/// <summary>What a record without a name of its own is called.</summary>
internal static class Titles
{
    private const int Longest = 200;

    /// <returns>The beginning of the text, never cut between the halves of a character that takes two.</returns>
    public static string Of(string text)
    {
        if (text.Length <= Longest) return text;
        return text[..(char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest)];
    }
}
