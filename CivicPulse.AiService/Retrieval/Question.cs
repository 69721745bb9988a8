using CivicPulse.AiService.Text;
using CivicPulse.AiService.Vectors;

namespace CivicPulse.AiService.Retrieval;

/// <summary>A question, with the stems that say what it is about and their vector.</summary>
internal sealed record Question(string Text, IReadOnlyList<string> Terms, float[] Vector)
{
    public const int MaxLength = 2_000;

    /// <summary>A question made of nothing but question words is about those words.</summary>
    public static Question From(string text, TextVectors vectors)
    {
        var terms = Words.QuestionTerms(text);
        if (terms.Count == 0) terms = [.. Words.Terms(text)];
        return new(text, terms, vectors.Embed(terms));
    }

    /// <summary>The matter without the people: "What did Mayor Ortiz say about parking" is about parking.</summary>
    public Question Without(IEnumerable<string> names, TextVectors vectors)
    {
        var dropped = names.SelectMany(Words.Terms).ToHashSet(StringComparer.Ordinal);
        string[] left = [.. Terms.Where(t => !dropped.Contains(t))];
        return left.Length == 0 || left.Length == Terms.Count ? this : this with { Terms = left, Vector = vectors.Embed(left) };
    }
}
