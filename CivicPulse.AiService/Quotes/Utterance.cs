using CivicPulse.AiService.Passages;
using CivicPulse.AiService.Text;
using CivicPulse.AiService.Vectors;
using CivicPulse.Platform.Ai;

namespace CivicPulse.AiService.Quotes;

/// <summary>A sentence that can be quoted: who said it, in which turn, and what it is about.</summary>
internal sealed record Utterance(string Speaker, int? Turn, string Text, IReadOnlyList<string> Terms, float[] Vector)
{
    /// <summary>Absent while minutes are made: the turns are at hand.</summary>
    public StoredPassage? Passage { get; init; }

    public int Length { get; } = Size.Of(Text);

    /// <summary>How it is shown: the speaker in front, as in the transcript.</summary>
    public string Shown => Speaker.Length == 0 ? Text : $"{Speaker}: {Text}";
}

/// <summary>Finds the sentences of turns and passages.</summary>
internal sealed class Utterances(TextVectors vectors)
{
    public IReadOnlyList<Utterance> Of(IEnumerable<AiTurn> turns) =>
        [.. turns.SelectMany((turn, i) => Of(Line.Speaker(turn.Speaker), i, Line.OneLine(turn.Text)))];

    public IEnumerable<Utterance> Of(StoredPassage stored)
    {
        var passage = stored.Passage;
        if (passage.FirstTurn is not { } first) return Of("", null, passage.Text).Select(u => u with { Passage = stored });
        return passage.Text.Split('\n').SelectMany((line, i) =>
        {
            var (speaker, text) = Line.Parse(line);
            return Of(speaker, first + i, text).Select(u => u with { Passage = stored });
        });
    }

    private IEnumerable<Utterance> Of(string speaker, int? turn, string text) => Sentences.Of(text).Select(range =>
    {
        string[] terms = [.. Words.Terms(text[range])];
        return new Utterance(speaker, turn, text[range], terms, vectors.Embed(terms));
    });
}
