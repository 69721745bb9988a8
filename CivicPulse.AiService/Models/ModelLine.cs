using CivicPulse.Platform.Ai;

namespace CivicPulse.AiService.Models;

/// <summary>One line of a model's answer: a sentence with verified citations, or the word that the record is silent.</summary>
internal sealed record ModelLine(AiSentence? Sentence)
{
    public static readonly ModelLine NotFound = new((AiSentence?)null);
}
