using System.Collections.Frozen;

namespace CivicPulse.AiService.Text;

internal static class StopWords
{
    private static readonly FrozenSet<string> Everywhere = Split(
        """
        a about above actually after again against ah all also am an and any are aren't as at basically be because
        been before being below between bit both but by can can't cannot could couldn't did didn't do does doesn't
        doing don't down during each er few for from further get go going got had hadn't has hasn't have haven't
        having he her here hers herself him himself his hmm how huh i i'd i'll i'm i've if in into is isn't it it's
        its itself just kind know let's like lot make maybe me mean mm mmm more most mustn't my myself no nor not now
        of off oh ok okay on once one only or other ought our ours ourselves out over own probably really right said
        same say see she should shouldn't so some something sort still stuff such take than that that's the their
        theirs them themselves then there there's these they they're they've thing things think this those through to
        too uh um under until up us very want was wasn't we we'd we'll we're we've well were weren't what what's when
        where which while who whom why will with won't would wouldn't yeah yep yes you you'd you'll you're you've your
        yours yourself yourselves
        """);

    /// <summary>Words of the question form itself: they say how to answer, not what about.</summary>
    private static readonly FrozenSet<string> InQuestions = Split(
        """
        about according concerning conclusion conversation describe described discuss discussed discussing discussion
        group mean meant meeting member members mention mentioned opinion opinions participants propose proposed
        regarding said say summarise summarize summary talk talked talking team think thought whole
        """);

    public static bool Contains(string word) => Everywhere.Contains(word);

    public static bool OfQuestions(string word) => InQuestions.Contains(word);

    private static FrozenSet<string> Split(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
