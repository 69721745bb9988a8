using System.Text.RegularExpressions;
using CivicPulse.AiService.Minutes;
using CivicPulse.AiService.Text;

namespace CivicPulse.AiService.Quotes;

/// <summary>What the form of a question asks for, and the wordings that supply it: "how much" wants a number, "why" a reason.</summary>
internal static partial class Wanted
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const int Patience = 1_000;

    private static readonly (Regex Question, Func<string, bool> Supplies)[] Forms =
    [
        (Decision(), s => Cues.Outcome().IsMatch(s) || Cues.Motion().IsMatch(s) || Cues.Decided().IsMatch(s) || Vote().IsMatch(s)),
        (Why(), s => Reason().IsMatch(s)),
        (HowMuch(), s => Amount().IsMatch(s)),
        (When(), s => Cues.Deadline().IsMatch(s) || Date().IsMatch(s)),
        (WhoWill(), s => Cues.TakesOn().IsMatch(s) || Cues.Assigned().IsMatch(s)),
    ];

    /// <summary>Tells of a sentence whether it has the form of an answer; none has when the question has no special form.</summary>
    public static Func<string, bool> By(string question) =>
        Forms.FirstOrDefault(f => f.Question.IsMatch(question)).Supplies ?? (_ => false);

    /// <summary>Words such as "cost" that ask for a form rather than name a matter: an amount holds them, whatever it is called.</summary>
    public static IEnumerable<string> FormTerms(string question) =>
        HowMuch().Matches(question).Concat(Decision().Matches(question)).SelectMany(m => Words.Terms(m.Value));

    [GeneratedRegex(@"\b(decid|decision|vote|approv|adopt|pass(ed)?\b|conclusion|resol(ve|ution)|outcome|motion|agree)", Options, Patience)]
    private static partial Regex Decision();

    [GeneratedRegex(@"\bvot(e|ed|es|ing)\b|\b(aye|nay)s?\b", Options, Patience)]
    private static partial Regex Vote();

    [GeneratedRegex(@"\bwhy\b|\breasons?\b|\bhow come\b", Options, Patience)]
    private static partial Regex Why();

    [GeneratedRegex(@"\b(because|'cause|cuz|since|therefore|so that|due to|in order to|that's why|reasons?|concern(s|ed)?)\b", Options, Patience)]
    private static partial Regex Reason();

    [GeneratedRegex(@"\bhow (much|many)\b|\b(costs?|prices?|amounts?|budget(ed)?)\b", Options, Patience)]
    private static partial Regex HowMuch();

    [GeneratedRegex(@"\d|[$€£%]|\b(dollars?|euros?|cents?|per ?cent|hundred|thousand|million|billion)\b", Options, Patience)]
    private static partial Regex Amount();

    [GeneratedRegex(@"^when\b|\b(what (time|day|date)|deadline|due date|how long)\b", Options, Patience)]
    private static partial Regex When();

    [GeneratedRegex(
        @"\b(january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tonight|o'clock|deadline|due|weeks?|months?|years?)\b|\b\d{1,2}(:\d\d|(st|nd|rd|th)\b)|\b(in|May) \d",
        Options, Patience)]
    private static partial Regex Date();

    [GeneratedRegex(@"\bwho (will|is going to|should|is to|takes|agreed to)\b|\bresponsible\b", Options, Patience)]
    private static partial Regex WhoWill();
}
