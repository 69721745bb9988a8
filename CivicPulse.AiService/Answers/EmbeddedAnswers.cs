using CivicPulse.AiService.Minutes;
using CivicPulse.AiService.Passages;
using CivicPulse.AiService.Quotes;
using CivicPulse.AiService.Retrieval;
using CivicPulse.Platform.Ai;

namespace CivicPulse.AiService.Answers;

/// <summary>Answers by quoting: the sentences of the record that come nearest to the question. It cannot say what nobody said.</summary>
internal sealed class EmbeddedAnswers(Research research, Retriever retriever, Utterances sentences, Relevance relevance)
{
    private const int PassagesRead = 6;
    /// <summary>Asked what somebody thought, others are quoted only when that person hardly spoke.</summary>
    private const int SpeaksForThemselves = 2;
    private const float WorthQuoting = 0.35f;
    private static readonly Choice Budget = new(Words: 85, Sentences: 6);

    /// <summary>Nothing when the record does not hold the answer.</summary>
    public async Task<IReadOnlyList<AiSentence>> AnswerAsync(AskQuestion asked, CancellationToken ct)
    {
        var intent = asked.MeetingId is null ? Intent.Matter : Intents.Of(asked.Text);
        if (intent != Intent.Matter && await OnWholeAsync(intent, asked.MeetingId!.Value, ct) is { Count: > 0 } whole) return whole;
        return OnMatter(await research.GatherAsync(asked, ct));
    }

    public IReadOnlyList<AiSentence> OnMatter(Evidence evidence)
    {
        if (!evidence.Suffices) return [];
        var read = evidence.Passages.Take(PassagesRead).ToList();
        var best = read[0].Score;
        var span = Math.Max(best - read[^1].Score, 1e-9);
        var places = read.ToDictionary(f => f.Stored.Id, f => (float)(1 - ((best - f.Score) / span)));
        var rank = read.Select((f, i) => (f.Stored.SourceId, i)).GroupBy(x => x.SourceId).ToDictionary(g => g.Key, g => g.Min(x => x.i));
        var said = read.Select(f => f.Stored).OrderBy(p => rank[p.SourceId]).ThenBy(p => p.Passage.Ordinal).SelectMany(sentences.Of).ToList();
        var scored = relevance.Score(evidence.Matter, said, places, evidence.Named);
        if (scored.All(s => s.Score <= 0)) scored = Centrality.Of(said);
        var own = scored.Where(s => s.Score > 0 && evidence.Named.Contains(s.Utterance.Speaker)).ToList();
        if (own.Count >= SpeaksForThemselves) scored = own;
        var floor = WorthQuoting * scored.Max(s => s.Score);
        return [.. Budget.Pick([.. scored.Where(s => s.Score >= floor)]).Select(Quoted)];
    }

    private async Task<IReadOnlyList<AiSentence>> OnWholeAsync(Intent intent, Guid meetingId, CancellationToken ct)
    {
        var whole = await retriever.WholeAsync(meetingId, ct);
        if (whole.Count == 0) return [];
        var source = whole[0];
        var said = whole.Where(p => p.SourceId == source.SourceId).SelectMany(sentences.Of).ToList();
        return intent switch
        {
            Intent.Overview => [.. Overview.Of(said, []).Select(Quoted)],
            Intent.Decisions => [.. Decisions.In(said).Select(line => Quoted(line, source))],
            _ => [.. ActionItems.In(said).Select(line => Quoted(line, source))],
        };
    }

    private static AiSentence Quoted(Utterance said)
    {
        var source = said.Passage!;
        return new(said.Shown, [Citations.Of(source, said.Turn, said.Turn, said.Text)]);
    }

    private static AiSentence Quoted(AiMinutesLine line, StoredPassage source) =>
        new(line.Text, [Citations.Of(source, line.FirstTurn, line.LastTurn, line.Quote)]);
}

internal static class Citations
{
    public static AiCitation Of(StoredPassage source, int? firstTurn, int? lastTurn, string quote) =>
        new(source.SourceKind, source.SourceId, source.MeetingId, firstTurn, lastTurn, quote);
}
