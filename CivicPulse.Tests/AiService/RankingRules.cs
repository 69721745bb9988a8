using CivicPulse.AiService.Answers;
using CivicPulse.AiService.Passages;
using CivicPulse.AiService.Quotes;
using CivicPulse.AiService.Retrieval;
using CivicPulse.AiService.Vectors;

namespace CivicPulse.Tests.AiService;

public sealed class RankingRules
{
    private static readonly Guid Source = Guid.NewGuid();

    private static Match At(int ordinal, double words, double likeness = 0, Guid? source = null) => new(Guid.NewGuid(), SourceKinds.Transcript, source ?? Source, ordinal, words, likeness);

    private static int[] Order(params Match[] matches) => [.. Ranking.Order(matches).Select(m => m.Match.Ordinal)];

    [Fact]
    public void The_words_lead_and_the_vector_decides_between_equals()
    {
        Assert.Equal([20, 0], Order(At(0, 1, 0.9), At(20, 5, 0.1), At(40, 0, 0))[..2]);
        Assert.Equal([20, 0], Order(At(0, 3, 0.1), At(20, 3, 0.9), At(40, 0, 0))[..2]);
    }

    [Fact]
    public void A_passage_between_good_passages_passes_a_lonely_one_that_is_a_little_better()
    {
        var order = Order(At(10, 3), At(11, 2.4), At(12, 3), At(50, 3.2), At(80, 0), At(90, 0));
        Assert.Equal(11, order[0]);
        Assert.True(Array.IndexOf(order, 12) < Array.IndexOf(order, 50));
    }

    [Fact]
    public void Neighbours_of_another_source_lend_nothing()
    {
        var other = Guid.NewGuid();
        var ranked = Ranking.Order([At(10, 3), At(11, 1, source: other), At(12, 3), At(11, 1)]);
        Assert.Equal(Source, ranked.First(m => m.Match.Ordinal == 11).Match.SourceId);
    }

    [Fact]
    public void No_candidates_and_equal_candidates_are_no_trouble()
    {
        Assert.Empty(Ranking.Order([]));
        Assert.Equal([3, 9], Order(At(9, 0), At(3, 0)));
    }

    [Fact]
    public void A_question_without_content_words_keeps_what_it_has()
    {
        var vectors = new TextVectors();
        Assert.Equal(["discuss"], Question.From("What was discussed?", vectors).Terms);
        Assert.Empty(Question.From("the of and ?!", vectors).Terms);
    }

    [Fact]
    public void The_matter_of_a_question_is_what_is_left_without_the_people()
    {
        var vectors = new TextVectors();
        Assert.Equal(["park"], Question.From("What did Mayor Ortiz say about parking?", vectors).Without(["Mayor Ortiz"], vectors).Terms);
        Assert.NotEmpty(Question.From("What did Ortiz say?", vectors).Without(["Ortiz"], vectors).Terms);
    }

    [Theory]
    [InlineData("What did Kirsty Williams think about exams?", "Kirsty Williams AM")]
    [InlineData("Why did the Project Manager object?", "Project Manager")]
    [InlineData("What did user interface propose?", "User Interface")]
    [InlineData("What did F say about the format?", "PhD F")]
    [InlineData("what did the mayor say?", "Mayor Ortiz")]
    [InlineData("Summarize what Stanton ruled", "The Acting Chair (Mr. Bruce Stanton)")]
    [InlineData("Did Patel's amendment fail?", "Council Member Patel")]
    public void A_question_names_a_speaker(string question, string speaker) =>
        Assert.Equal([speaker], Speakers.NamedIn(question, Everybody));

    [Theory]
    [InlineData("Summarize the discussion about marketing")]
    [InlineData("What was the price of the project?")]
    [InlineData("Marketing budget, how much?")]
    public void A_subject_is_not_a_speaker(string question) => Assert.Empty(Speakers.NamedIn(question, Everybody));

    private static readonly string[] Everybody =
        ["Kirsty Williams AM", "Project Manager", "User Interface", "Marketing", "PhD F", "PhD A", "Mayor Ortiz", "The Acting Chair (Mr. Bruce Stanton)", "Council Member Patel"];

    [Theory]
    [InlineData("Summarize the whole meeting.", nameof(Intent.Overview))]
    [InlineData("What were the main topics?", nameof(Intent.Overview))]
    [InlineData("What was decided?", nameof(Intent.Decisions))]
    [InlineData("Which decisions did the council take?", nameof(Intent.Decisions))]
    [InlineData("What decisions were made by the council?", nameof(Intent.Decisions))]
    [InlineData("What are the action items?", nameof(Intent.ActionItems))]
    [InlineData("What was decided about parking?", nameof(Intent.Matter))]
    public void The_form_of_a_question_tells_what_it_wants(string question, string intent) => Assert.Equal(intent, Intents.Of(question).ToString());
}
