using CivicPulse.AiService.Quotes;
using CivicPulse.Platform.Ai;

namespace CivicPulse.AiService.Minutes;

/// <summary>Writes a sentence, or a motion with its outcome, as a line of minutes.</summary>
internal static class Lines
{
    public static AiMinutesLine Of(Utterance said, string? assignee = null) => new(said.Shown, said.Turn ?? 0, said.Turn ?? 0, said.Text, assignee);

    /// <summary>"The motion carries" says nothing without the motion.</summary>
    public static AiMinutesLine Of(Utterance motion, Utterance outcome) =>
        motion == outcome ? Of(motion) : new($"{motion.Shown} — {outcome.Shown}", motion.Turn ?? 0, outcome.Turn ?? 0, motion.Text);
}
