using CivicPulse.AiService.Passages;
using CivicPulse.AiService.Text;
using CivicPulse.Platform.Ai;

namespace CivicPulse.Tests.AiService;

public sealed class PassageRules
{
    private static AiTurn Said(string speaker, int words, string word = "word") => new(speaker, string.Join(' ', Enumerable.Repeat(word, words)) + ".");

    [Fact]
    public void A_passage_is_whole_turns_of_about_two_hundred_words()
    {
        var turns = Enumerable.Range(0, 40).Select(i => Said($"P{i % 3}", 30)).ToList();
        var passages = TurnPassages.Cut(turns);
        Assert.Equal(40, passages.Sum(p => p.LastTurn - p.FirstTurn + 1));
        Assert.All(passages, p => Assert.InRange(Size.Of(string.Concat(p.Text.Split('\n').Select(l => Line.Parse(l).Text + " "))), 30, TurnPassages.TargetWords));
        Assert.Equal(Enumerable.Range(0, passages.Count), passages.Select(p => p.Ordinal));
    }

    [Fact]
    public void Every_line_of_a_passage_is_one_turn_with_its_speaker()
    {
        AiTurn[] turns = [new("Ann", "Hello."), new("Bob", "  "), new("", "Who\nknows?"), new("Chair: acting", "Order.")];
        var passage = Assert.Single(TurnPassages.Cut(turns));
        Assert.Equal("Ann: Hello.\n\nSpeaker: Who knows?\nChair acting: Order.", passage.Text);
        Assert.Equal((0, 3), (passage.FirstTurn, passage.LastTurn));
        Assert.Equal([("Ann", "Hello."), ("", ""), ("Speaker", "Who knows?"), ("Chair acting", "Order.")], passage.Text.Split('\n').Select(Line.Parse));
    }

    [Fact]
    public void A_long_speech_is_cut_between_sentences_and_stays_one_turn()
    {
        var speech = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"This is sentence number {i} of the long speech."));
        var passages = TurnPassages.Cut([Said("Ann", 20), new("Bob", speech, 12.5), Said("Ann", 20)]);
        var pieces = passages.Where(p => p.FirstTurn == 1 && p.LastTurn == 1).ToList();
        Assert.True(pieces.Count > 1);
        Assert.Equal(speech, string.Join(' ', pieces.Select(p => Line.Parse(p.Text).Text)));
        Assert.All(pieces, p => Assert.Equal(12.5, p.StartSeconds));
        Assert.Equal([0, 2], passages.Where(p => p.FirstTurn != 1).Select(p => p.FirstTurn!.Value));
    }

    [Fact]
    public void Nothing_said_makes_no_passage()
    {
        Assert.Empty(TurnPassages.Cut([new("Ann", " "), new("Bob", "")]));
        Assert.Empty(DocumentPassages.Cut(" \n\f\n "));
    }

    [Fact]
    public void A_script_without_latin_letters_is_kept_as_well()
    {
        Assert.Equal("Анна: Добрый вечер.", Assert.Single(TurnPassages.Cut([new("Анна", "Добрый вечер.")])).Text);
        Assert.Single(DocumentPassages.Cut("市議会の議事録"));
    }

    [Fact]
    public void A_document_is_cut_at_headings_and_paragraphs_and_every_passage_knows_its_place()
    {
        var text = "Parks Plan\n\nIntroduction\n\n" + Paragraph(80) + "\n\n  " + Paragraph(150) + "\n\nBudget\n\n" + Paragraph(20) + "\f\nAppendix A\n\n" + Paragraph(500);
        var passages = DocumentPassages.Cut(text);
        Assert.All(passages, p => Assert.Equal(text[p.StartOffset!.Value..p.EndOffset!.Value], p.Text));
        Assert.StartsWith("Parks Plan\n\nIntroduction", passages[0].Text, StringComparison.Ordinal);
        Assert.Contains(passages, p => p.Text.StartsWith("Budget\n\n", StringComparison.Ordinal) && p.Text.Length < 400);
        Assert.All(passages, p => Assert.InRange(Size.Of(p.Text), 1, 210));

        static string Paragraph(int words) => string.Join(' ', Enumerable.Range(1, words).Select(i => i % 10 == 0 ? "stop." : "plan"));
    }

    [Fact]
    public void A_page_of_nothing_but_short_lines_does_not_become_one_passage()
    {
        var text = string.Join("\n\n", Enumerable.Range(0, 400).Select(i => $"Item number {i}"));
        Assert.All(DocumentPassages.Cut(text), p => Assert.InRange(Size.Of(p.Text), 1, TurnPassages.TargetWords));
    }
}
