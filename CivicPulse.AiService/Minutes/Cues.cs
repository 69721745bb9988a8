using System.Text.RegularExpressions;

namespace CivicPulse.AiService.Minutes;

/// <summary>The wordings by which people decide and take on work. The strength says how seldom the wording means anything else.</summary>
internal static partial class Cues
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
    private const int Patience = 1_000;

    /// <summary>The result of a vote: settled, whatever was said before.</summary>
    [GeneratedRegex(
        @"\b(motion|resolution|ordinance|amendment|item|measure)\b[^.?!]{0,40}?\b((is|are|has|have|was|were|been)\s+)*(carrie[sd]|pass(es|ed)|adopted|approved|fail(s|ed)|defeated|tabled|denied)\b" +
        @"|\b(carries|carried|passes|passed|approved|adopted) (unanimously|by a vote|\d+|five|six|seven|four|nine)\b|\bso (ordered|moved and approved)\b|\bayes? (have|has) it\b" +
        @"|\b(hearing|seeing|with) no objections?\b",
        Options, Patience)]
    public static partial Regex Outcome();

    /// <summary>Somebody puts something to the vote.</summary>
    [GeneratedRegex(
        @"\bI('d like to| would like to| will|'ll)? (so )?(make a motion|move|motion)\b(?! on\b| my\b| house\b)|\bmake a motion\b|\b(motion|moved) (is )?(to|that|for|by)\b|\bmove(s|d)? (to|that|for|we) (approve|adopt|accept|table|deny|amend|continue|adjourn|recommend|postpone|appoint)\b",
        Options, Patience)]
    public static partial Regex Motion();

    /// <summary>A group says that it has made up its mind.</summary>
    [GeneratedRegex(
        @"\bwe('ve| have)?( all| just| already| now)? (decided|agreed|chosen|concluded|settled|approved|resolved|voted|opted)\b|\b(it('s| is| has been| was)|that('s| is| has been)) (all )?(been )?(decided|settled|agreed|approved)\b" +
        @"|\b(the|our|final|a) (final )?decision (is|was|has been)\b|\b(unanimous(ly)?|consensus)\b|\blet's (just )?(go with|go for|stick with|stick to|settle on|drop|adopt)\b" +
        @"|\b(so )?we('ll| will|'re going to|'re gonna| are going to| are gonna) (go with|go for|use|stick with|keep|drop)\b|\bwe don't go for\b|\bwe (shall|are to) (approve|adopt)\b|\bI('m| am) going to rule\b",
        Options, Patience)]
    public static partial Regex Decided();

    /// <summary>It sounds like a decision and is a doubt, a wish or a question.</summary>
    [GeneratedRegex(
        @"\?\s*$|\b(if|whether|unless|before|until|once|when) (we|they|you|I|it)\b|\b(have|need|needs|try|trying|going|gonna|want|how|able|supposed|got) to (decide|agree|choose|settle|vote)\b" +
        @"|\b(can't|cannot|couldn't|didn't|haven't|hasn't|not|never|don't)( \w+)? (decide|decided|agree|agreed|settle|settled|sure|know)\b|\b(maybe|perhaps|might|could|suppose|would have)\b",
        Options, Patience)]
    public static partial Regex Undecided();

    /// <summary>The speaker takes something on.</summary>
    [GeneratedRegex(
        @"\b(I|we)('ll| will| shall|'m going to| am going to|'m gonna|'re going to| are going to)( \w+ly| also| just| then| try to| go and| go ahead and| be able to)* (" + Tasks + @")\b|\bI can (send|prepare|draft|email|forward|circulate|check|look into|follow up|get back|bring back)\b|\bI('ll| will) (get|come) back (to|with)\b",
        Options, Patience)]
    public static partial Regex TakesOn();

    /// <summary>The speaker promises anything at all; with a deadline beside it, that is a task.</summary>
    [GeneratedRegex(@"\bI('ll| will)\b(?! (be|have|not|never|say|just say|tell|admit|agree|second|vote|move)\b)", Options, Patience)]
    public static partial Regex Promises();

    /// <summary>Somebody is given something to do.</summary>
    [GeneratedRegex(
        @"\b(?<who>staff|(the |our )?((city|town|county|village|deputy|assistant|parks|public works|planning|finance) )*(manager|attorney|clerk|administrator|engineer|treasurer|planner|director|chief|committee|department))\b[^.?!]{0,20}?\b(will|shall|is to|are to|is directed to|are directed to|should)\b" +
        @"|\b(direct|ask|instruct|request|task)(s|ed|ing)? (?<who>staff|(the )?((city|town|county|village) )?(manager|attorney|clerk|administrator|engineer|treasurer|director|committee|department))\b( to\b)?" +
        @"|\b(could|can|would|will) you (please )?(" + Tasks + @")\b|\byou('ll| will|'re going to| are going to| should| need to| have to)( \w+ly| also| both| all)? (" + Tasks + @")\b|\bplease( also| then)? (ask|" + Tasks + @")\b|\baction items?\b|\b(to do|homework) (for|is)\b",
        Options, Patience)]
    public static partial Regex Assigned();

    /// <summary>A deadline makes a promise out of a remark.</summary>
    [GeneratedRegex(
        @"\b(by|before|until|on|for|at) (the )?(end of|next|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|january|february|march|april|june|july|august|september|october|november|december|our next|the \d+)\b|\bto (the|our) (next |january |february |march |april |may |june |july |august |september |october |november |december )?meeting\b|\bnext (meeting|week|month|time)\b|\btomorrow\b|\bthis (week|afternoon|evening)\b",
        Options, Patience)]
    public static partial Regex Deadline();

    /// <summary>How meetings are run, not what they are about.</summary>
    [GeneratedRegex(
        @"\b(call|take) the roll\b|\broll call\b|\bto order\b|\bagenda\b|\b(second|seconded) (the|that|it)\b|\ball (those )?in favou?r\b|\bminutes (of|from) the\b|\bnext slide\b|\bpowerpoint\b|\b(your|my|the) presentations?\b",
        Options, Patience)]
    public static partial Regex Procedure();

    private const string Tasks =
        "send|prepare|write|draft|check|look (into|at|up)|contact|call|email|mail|schedule|arrange|organi[sz]e|set up|put together|work on|finish|update|report|bring|follow up|provide|submit|review|find out|talk to|speak (to|with)|make sure|circulate|distribute|share|post|publish|order|coordinate|research|investigate|collect|gather|compile|present|get back|come back|reach out|take care|notify|forward|revise|record|upload|fix|run|try out|test|design|think about|measure|inspect|install|repair|replace|visit|meet with|study|survey|count|analy[sz]e|explore|identify|develop|build|create|draw up|buy|purchase|apply for|negotiate|interview|attend|document|verify|confirm|assess|evaluate|examine|monitor|go (back|over)|pull together|take a look";
}
