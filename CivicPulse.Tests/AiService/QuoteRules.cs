using CivicPulse.AiService.Models;
using CivicPulse.AiService.Passages;
using CivicPulse.AiService.Quotes;
using CivicPulse.AiService.Retrieval;
using CivicPulse.AiService.Vectors;
using CivicPulse.Platform.Ai;

namespace CivicPulse.Tests.AiService;

public sealed class QuoteRules
{
    private static readonly TextVectors Vectors = new();
    private static readonly Utterances Sentences = new(Vectors);

    [Fact]
    public void Chosen_sentences_keep_to_the_budget_and_do_not_repeat_each_other()
    {
        var said = Sentences.Of([new("A", "The library roof leaks badly in winter."), new("B", "The library roof leaks badly in winter."), new("C", "Speed bumps near the school cost money."), new("D", "The market permit is late.")]);
        var picked = new Choice(Words: 15, Sentences: 3).Pick([.. said.Select(u => (u, 1f))]);
        Assert.Equal([0, 2], picked.Select(u => u.Turn!.Value));
        Assert.Empty(new Choice(10, 3).Pick([]));
        Assert.Empty(new Choice(10, 3).Pick([.. said.Select(u => (u, 0f))]));
    }

    [Theory]
    [InlineData("Why was it tabled?", "We wait because the papers are missing.", "We wait for the papers.")]
    [InlineData("How much does the trail cost?", "The match is ten thousand dollars.", "The match is high.")]
    [InlineData("When is the application due?", "It is due on May 15.", "It is late.")]
    [InlineData("What did they decide about parking?", "The motion carries.", "Parking is scarce.")]
    [InlineData("Who will inspect the culvert?", "The city engineer will inspect it.", "The culvert floods.")]
    public void A_question_recognises_the_form_of_its_answer(string question, string answer, string other)
    {
        Assert.True(Wanted.By(question)(answer));
        Assert.False(Wanted.By(question)(other));
    }

    [Fact]
    public void A_sentence_on_the_subject_comes_before_its_neighbours_and_an_interjection_never()
    {
        var said = Sentences.Of([new("A", "Thank you all for coming here tonight."), new("B", "The roof of the library leaks since winter."), new("C", "The roof!")]);
        var scored = new Relevance(Vectors).Score(Question.From("What about the library roof?", Vectors), said, new Dictionary<Guid, float>(), new HashSet<string>(StringComparer.Ordinal));
        Assert.Equal(1, scored.MaxBy(s => s.Score).Utterance.Turn);
        Assert.Equal(0, scored[2].Score);
    }

    [Fact]
    public void A_snippet_is_cut_out_of_the_passage_around_what_was_asked()
    {
        var passage = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"Filler number {i} says nothing.")) + " The culvert floods every spring. " + string.Join(' ', Enumerable.Range(0, 60).Select(i => $"More filler {i}."));
        var snippet = new Snippet(Vectors).Of(passage, ["culvert", "flood"]);
        Assert.Contains("The culvert floods every spring.", snippet, StringComparison.Ordinal);
        Assert.Contains(snippet, passage, StringComparison.Ordinal);
        Assert.InRange(snippet.Length, 20, 280);
        Assert.Equal("", new Snippet(Vectors).Of(" \n ", []));
    }

    [Theory]
    [InlineData("the  roof leaks", "the roof leaks", "the  roof leaks")]
    [InlineData("We don’t know “yet”.", "don't know \"yet\"", "don’t know “yet”")]
    [InlineData("one two three four", "\"two three\"", "two three")]
    public void A_quote_is_given_on_in_the_sources_own_characters(string source, string quote, string verbatim) =>
        Assert.Equal(verbatim, Verbatim.Find(source, quote));

    [Theory]
    [InlineData("The roof leaks badly.", "The roof leaked badly.")]
    [InlineData("The roof leaks badly.", "the Roof leaks badly.")]
    [InlineData("The roof leaks badly.", "roof")]
    [InlineData("The roof leaks badly.", "")]
    public void What_was_not_said_so_is_no_quote(string source, string quote) => Assert.Null(Verbatim.Find(source, quote));

    [Theory]
    [InlineData("""{"text": "Yes.", "citations": [{"passage": 1, "quote": "abc"}]}""", true)]
    [InlineData("""  {"text": "Yes."},""", true)]
    [InlineData("```json", false)]
    [InlineData("{broken", false)]
    [InlineData("""{"text": 7}""", false)]
    [InlineData("""["text"]""", false)]
    public void Only_a_line_of_json_is_a_claim(string line, bool isClaim) => Assert.Equal(isClaim, Claim.Parse(line) is not null);

    [Fact]
    public void A_passage_gives_its_sentences_their_turns_back()
    {
        var passage = TurnPassages.Cut([new AiTurn("Ann", "One thing. Another thing."), new("Bob", ""), new("Cy", "The end: really.")])[0];
        var stored = new StoredPassage(Guid.NewGuid(), SourceKinds.Transcript, Guid.NewGuid(), null, "Title", passage);
        Assert.Equal([("Ann", 0, "One thing."), ("Ann", 0, "Another thing."), ("Cy", 2, "The end: really.")], Sentences.Of(stored).Select(u => (u.Speaker, u.Turn!.Value, u.Text)));
    }
}
