using System.Diagnostics.Metrics;
using CivicPulse.AiService;
using CivicPulse.AiService.Minutes;
using CivicPulse.AiService.Quotes;
using CivicPulse.AiService.Vectors;
using CivicPulse.Platform.Ai;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.AiService;

public sealed class MinutesRules
{
    private static readonly TextVectors Vectors = new();
    private static readonly Utterances Sentences = new(Vectors);

    private static IReadOnlyList<Utterance> Said(params string[] lines) =>
        Sentences.Of(lines.Select(l => l.Split(": ", 2)).Select(l => new AiTurn(l[0], l[1])));

    private static AiMinutes Draft(IReadOnlyList<AiTurn> turns, params string[] agenda)
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var telemetry = new AiTelemetry(services.GetRequiredService<IMeterFactory>());
        return new EmbeddedMinutes(Sentences, Vectors, telemetry).Draft(new DraftMinutes("Council", turns, agenda));
    }

    private static readonly AiTurn[] Riverton = [.. Council.Turns.Select(t => new AiTurn(t.Speaker, t.Text))];

    [Fact]
    public void Every_line_of_minutes_quotes_its_turns_word_by_word()
    {
        var minutes = Draft(Riverton);
        var lines = minutes.Summary.Concat(minutes.Decisions).Concat(minutes.ActionItems).Concat(minutes.Contributions.SelectMany(c => c.Lines)).ToList();
        Assert.True(lines.Count > 8);
        Assert.All(lines, line => Assert.Contains(Riverton[line.FirstTurn..(line.LastTurn + 1)], t => t.Text.Contains(line.Quote, StringComparison.Ordinal)));
        Assert.All(minutes.Contributions, c => Assert.All(c.Lines, l => Assert.Equal(c.Speaker, Riverton[l.FirstTurn].Speaker)));
    }

    [Fact]
    public void A_vote_is_minuted_with_its_motion_from_the_motion_to_the_result()
    {
        var vote = Draft(Riverton).Decisions[0];
        Assert.Equal((2, 4), (vote.FirstTurn, vote.LastTurn));
        Assert.Equal(Council.Turns[2].Text, vote.Quote);
        Assert.EndsWith("The motion carries five to zero, the library roof repair is approved.", vote.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Clerk: The motion passes four to one.")]
    [InlineData("Chair: Hearing none, the motion fails for lack of a second.")]
    [InlineData("Chair: The ayes have it.")]
    [InlineData("Chair: The ordinance is hereby adopted.")]
    public void A_result_settles_the_nearest_motion(string result)
    {
        var line = Assert.Single(Decisions.In(Said("Lee: I move to adopt the downtown parking ordinance with an exemption for Sundays.", "Dunn: Second.", result)));
        Assert.Equal((0, 2), (line.FirstTurn, line.LastTurn));
    }

    [Theory]
    [InlineData("Lee: We decided to keep the concert series at Veterans Park this summer.")]
    [InlineData("Lee: So we're going to go with the rubber buttons for the remote control.")]
    [InlineData("Lee: It's settled that the grant application goes to the state in May.")]
    public void A_group_decides_in_its_own_words_too(string said) => Assert.Single(Decisions.In(Said(said)));

    [Theory]
    [InlineData("Lee: We need to decide where the summer concert series takes place.")]
    [InlineData("Lee: Have we decided where the summer concert series takes place?")]
    [InlineData("Lee: If we agreed to move the concert series the neighbors would complain.")]
    [InlineData("Lee: We haven't decided anything about the concert series in the park.")]
    [InlineData("Lee: The concert series in the park was a lovely event last summer.")]
    public void Talk_about_deciding_is_no_decision(string said) => Assert.Empty(Decisions.In(Said(said)));

    [Theory]
    [InlineData("Cole: I will prepare a budget amendment for the next meeting.", "Cole")]
    [InlineData("Ito: I will measure the traffic on Maple Street and bring a report to the April meeting.", "Ito")]
    [InlineData("Ortiz: I'd like to direct staff to hold a neighborhood meeting on the culvert.", "Staff")]
    [InlineData("Ruiz: The city engineer will inspect the culvert before the end of April.", "City engineer")]
    [InlineData("Lee: Director Cole, could you check whether the insurance covers the water damage?", "Director Cole")]
    [InlineData("Chen: Please also ask the school principal about drop-off times.", null)]
    [InlineData("Lee: We will send the survey results to all residents next week.", null)]
    public void Work_is_given_to_whom_the_sentence_gives_it(string said, string? assignee)
    {
        var utterances = Said(said, "Director Cole: Thank you very much.");
        Assert.Equal(assignee, Assert.Single(ActionItems.In(utterances)).Assignee);
    }

    [Theory]
    [InlineData("Mayor: Will the clerk please call the roll of council members?")]
    [InlineData("Lee: I will say that the park looked wonderful this summer.")]
    [InlineData("Lee: Did you send the survey to residents of the district?")]
    public void Procedure_and_remarks_are_no_action_items(string said) => Assert.Empty(ActionItems.In(Said(said)));

    [Fact]
    public void A_summary_covers_the_whole_meeting_and_stays_short()
    {
        var turns = Enumerable.Range(0, 300).Select(i => new AiTurn($"P{i % 4}", Subjects[i * Subjects.Length / 300] + $" That was remark number {i} on it.")).ToList();
        var summary = Draft(turns).Summary;
        Assert.InRange(summary.Count, 3, 9);
        Assert.InRange(summary.Sum(l => l.Quote.Split(' ').Length), 30, 180);
        Assert.All(Subjects, subject => Assert.Contains(summary, l => l.Quote == subject));
    }

    [Fact]
    public void An_agenda_draws_the_summary_to_its_items()
    {
        string[] said = ["The market permit needs insurance papers from every single vendor.", "Speeding cars on Maple Street frighten the school children."];
        var turns = Enumerable.Range(0, 200).Select(i => new AiTurn("Chair", said[i % 2])).ToList();
        Assert.Equal(said[1], Draft(turns, "Traffic and speeding near the school").Summary[0].Quote);
        Assert.Equal(said[0], Draft(turns, "Insurance of market vendors").Summary[0].Quote);
    }

    private static readonly string[] Subjects =
    [
        "The library roof repair will cost forty thousand dollars from the reserve fund.",
        "Residents of Maple Street complain about speeding cars near the elementary school.",
        "The farmers market needs a new insurance certificate before its permit is renewed.",
    ];

    [Fact]
    public void Silence_and_a_single_word_make_empty_minutes()
    {
        var minutes = Draft([new("Ann", ""), new("Bob", "Okay.")]);
        Assert.Empty(minutes.Summary);
        Assert.Empty(minutes.Decisions);
        Assert.Empty(minutes.Contributions);
    }
}
