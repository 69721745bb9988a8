using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Http;

namespace CivicPulse.Tests.Governance;

/// <summary>What follows from votes, without a server.</summary>
public sealed class DecisionRules
{
    private static readonly Guid Meeting = Guid.NewGuid();

    [Theory]
    [InlineData(Requirement.Majority, 3, 2, VoteResult.Pass)]
    [InlineData(Requirement.Majority, 2, 2, VoteResult.Tie)]
    [InlineData(Requirement.Majority, 0, 1, VoteResult.Fail)]
    [InlineData(Requirement.Plurality, 3, 2, VoteResult.Pass)]
    [InlineData(Requirement.TwoThirds, 4, 2, VoteResult.Pass)]
    [InlineData(Requirement.TwoThirds, 3, 2, VoteResult.Fail)]
    [InlineData(Requirement.ThreeFourths, 3, 1, VoteResult.Pass)]
    [InlineData(Requirement.ThreeFourths, 5, 2, VoteResult.Fail)]
    [InlineData(Requirement.Unanimous, 5, 0, VoteResult.Pass)]
    [InlineData(Requirement.Unanimous, 5, 1, VoteResult.Fail)]
    [InlineData(Requirement.Majority, 0, 0, null)]
    public void A_result_follows_from_the_votes_cast_and_the_requirement(Requirement requirement, int yes, int no, VoteResult? expected) =>
        Assert.Equal(expected, new Tally(yes, no).ResultBy(requirement));

    [Fact]
    public void A_vote_of_more_weight_counts_for_more()
    {
        var (motion, vote) = New(Requirement.Majority);
        vote.Call(motion, [Cast("A", VoteOption.Yes, 1.5m), Cast("B", VoteOption.No), Cast("C", VoteOption.Abstain, 10)], null, DateTimeOffset.UnixEpoch);
        Assert.Equal((new Tally(1.5m, 1), VoteResult.Pass), (vote.Tally, vote.Result!.Value));
    }

    [Fact]
    public void A_result_that_the_counts_contradict_is_refused_and_a_tie_is_also_a_failure()
    {
        var (motion, vote) = New(Requirement.Majority);
        Assert.Equal(VoteEvent.Contradiction, Assert.Throws<RuleBroken>(() => vote.Call(motion, [Cast("A", VoteOption.No)], VoteResult.Pass, DateTimeOffset.UnixEpoch)).Code);
        vote.Call(motion, [Cast("A", VoteOption.No), Cast("B", VoteOption.Yes)], VoteResult.Fail, DateTimeOffset.UnixEpoch);
        Assert.Equal(VoteResult.Fail, vote.Result);
    }

    [Fact]
    public void The_same_roll_call_again_changes_nothing()
    {
        var (motion, vote) = New(Requirement.Majority);
        static PersonVote[] Roll() => [Cast("A", VoteOption.Yes), Cast("B", VoteOption.No), Cast("C", VoteOption.Yes)];
        Assert.True(vote.Call(motion, Roll(), null, DateTimeOffset.UnixEpoch));
        var first = vote.Votes.Select(v => v.Id).ToList();
        Assert.False(vote.Call(motion, Roll(), null, DateTimeOffset.UnixEpoch.AddDays(1)));
        Assert.Equal(first, vote.Votes.Select(v => v.Id));
        Assert.Equal(DateTimeOffset.UnixEpoch, vote.RecordedAt);
        Assert.True(vote.Call(motion, Roll()[..1], null, DateTimeOffset.UnixEpoch.AddDays(1)));
        Assert.Single(vote.Votes);
    }

    [Fact]
    public void Counts_are_reported_only_where_nobody_is_named()
    {
        var (motion, vote) = New(Requirement.Majority);
        Assert.Equal("governance.counts_are_computed", Assert.Throws<RuleBroken>(() => vote.Report(motion, new Reported(4, 1, null, null, null), null)).Code);
        vote.Method = VoteMethod.Voice;
        vote.Report(motion, new Reported(4, 1, null, null, null), null);
        Assert.Equal(VoteResult.Pass, vote.Result);
        vote.Call(motion, [Cast("A", VoteOption.No)], null, DateTimeOffset.UnixEpoch);
        Assert.Equal((null, VoteResult.Fail), (vote.ReportedYes, vote.Result!.Value));
    }

    [Theory]
    [InlineData(StancePosition.For, "yes", Verdict.Consistent)]
    [InlineData(StancePosition.For, "no", Verdict.Inconsistent)]
    [InlineData(StancePosition.Against, "no", Verdict.Consistent)]
    [InlineData(StancePosition.Against, "yes", Verdict.Inconsistent)]
    [InlineData(StancePosition.For, "yes no", Verdict.Mixed)]
    [InlineData(StancePosition.Mixed, "yes", Verdict.Mixed)]
    [InlineData(StancePosition.Unclear, "no", Verdict.Mixed)]
    [InlineData(StancePosition.For, "absent abstain", Verdict.DidNotVote)]
    [InlineData(StancePosition.Mixed, "excused", Verdict.DidNotVote)]
    [InlineData(StancePosition.For, "absent yes", Verdict.Consistent)]
    [InlineData(StancePosition.For, "", Verdict.NoVote)]
    public void A_verdict_compares_what_was_said_with_what_was_voted(StancePosition said, string voted, Verdict expected) =>
        Assert.Equal(expected, Ledger.Compare(said, [.. voted.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => Enum.Parse<VoteOption>(v, true))]));

    [Fact]
    public void To_postpone_a_matter_is_not_to_be_for_it()
    {
        Assert.True(Ledger.Counts(MotionClassification.Passage) && Ledger.Counts(MotionClassification.VetoOverride));
        Assert.False(Ledger.Counts(MotionClassification.Tabling) || Ledger.Counts(MotionClassification.Amendment) || Ledger.Counts(MotionClassification.Postponement));
    }

    [Theory]
    [InlineData(5, 3, true)]
    [InlineData(5, 2, false)]
    [InlineData(4, 2, false)]
    [InlineData(0, 3, null)]
    public void A_quorum_is_more_than_half_of_the_members(int members, int present, bool? reached) => Assert.Equal(reached, new Quorum(members, present).IsReached);

    [Fact]
    public void A_citation_is_the_same_after_it_was_a_line()
    {
        var meeting = Guid.NewGuid();
        CitedPlace[] cited = [new("https://town.example/a?b=1", null, null, "A title", "So \"they\" said"), new(null, meeting, 95, "The meeting"), new(null, meeting), new("https://town.example/", null, null, null, "Only a quote")];
        Assert.Equal(cited, CitedPlace.Of(CitedPlace.Kept(cited)));
        Assert.All(CitedPlace.Kept([new("https://town.example/", null, null, "two\nlines\tand a tab")]), line => Assert.DoesNotContain('\n', line));
    }

    [Fact]
    public void A_citation_names_one_place_that_people_can_look_at()
    {
        CitedPlace[] wrong = [new(), new("javascript:alert(1)"), new("file:///etc/passwd"), new("https://town.example/", Guid.NewGuid()), new("https://town.example/", null, 5)];
        Assert.All(wrong, c => Assert.Equal("governance.no_citation", Assert.Throws<BadInput>(() => CitedPlace.Kept([c])).Code));
        Assert.Throws<BadInput>(() => CitedPlace.Kept([]));
    }

    [Fact]
    public void An_item_moves_and_the_others_make_room()
    {
        var agenda = "abcd".Select((c, i) => new AgendaItem { MeetingId = Meeting, Order = i + 1, Title = c.ToString() }).ToList();
        AgendaItem.Move(agenda, agenda[3], 2);
        Assert.Equal("a1 d2 b3 c4", string.Join(' ', agenda.Select(i => i.Title + i.Order)));
        AgendaItem.Move(agenda, agenda[0], 500);
        Assert.Equal("d1 b2 c3 a4", string.Join(' ', agenda.Select(i => i.Title + i.Order)));
    }

    private static (Motion, VoteEvent) New(Requirement requirement)
    {
        var motion = new Motion { MeetingId = Meeting, Text = "To do it", Requirement = requirement };
        return (motion, new VoteEvent { MotionId = motion.Id, StartDate = DateTimeOffset.UnixEpoch });
    }

    private static PersonVote Cast(string name, VoteOption option, decimal weight = 1) => new() { VoterName = name, Option = option, Weight = weight };
}
