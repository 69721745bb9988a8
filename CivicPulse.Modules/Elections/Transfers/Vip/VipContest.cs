using System.Xml.Linq;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Modules.Elections.Transfers.Files;

namespace CivicPulse.Modules.Elections.Transfers.Vip;

/// <summary>A contest of a feed with what can be voted for in it.</summary>
internal sealed class VipContest(VipFeed feed)
{
    public FileContest Of(XElement c, ElectionFile file)
    {
        var district = feed.Find(c.Text("ElectoralDistrictId"));
        var office = feed.Find(c.Ids("OfficeIds").FirstOrDefault() ?? c.Text("OfficeId"));
        var kind = c.Name.LocalName switch
        {
            "BallotMeasureContest" => ContestKind.BallotMeasure,
            "RetentionContest" => ContestKind.Retention,
            "PartyContest" => ContestKind.Party,
            _ => ContestKind.Candidate,
        };
        var contest = new FileContest(new(
            file.Reference, c.Text("Name") ?? c.Text("BallotTitle") ?? "Contest", kind, FileTerms.IdentifierOf("contest", c.Id()), office.Text("Name"), DistrictName(district), VipFeed.Division(district),
            feed.Find(c.Text("CandidateId")).Text("BallotName"), FileTerms.Number(c.Text("NumberElected")), FileTerms.Number(c.Text("VotesAllowed")), FileTerms.ReadVariation(c.Text("VoteVariation")),
            feed.Party(c.Ids("PrimaryPartyIds").FirstOrDefault()), BallotTitle: c.Text("BallotTitle", 1000), SummaryText: c.Text("SummaryText", 20000), FullText: c.Text("FullText", 100000),
            ProStatement: c.Text("ProStatement", 20000), ConStatement: c.Text("ConStatement", 20000), PassageThreshold: c.Text("PassageThreshold"),
            MeasureType: FileTerms.Read<MeasureType>(c.Text("OtherType")) ?? FileTerms.Read<MeasureType>(c.Text("Type")), EffectOfAbstain: c.Text("EffectOfAbstain", 1000),
            SequenceOrder: FileTerms.Number(c.Text("SequenceOrder")), HasRotation: FileTerms.Truth(c.Text("HasRotation"))));
        foreach (var id in c.Ids("BallotSelectionIds"))
        {
            if (feed.Find(id) is { } selection && selection.Name.LocalName.EndsWith("Selection", StringComparison.Ordinal)) contest.Selections.Add(Of(selection));
        }
        return contest;
    }

    private FileSelection Of(XElement s)
    {
        var candidates = s.Ids("CandidateIds").Select(feed.Find).OfType<XElement>().ToList();
        var first = candidates.FirstOrDefault();
        var person = feed.Find(first.Text("PersonId"));
        var party = s.Ids("PartyIds").FirstOrDefault() ?? s.Ids("EndorsementPartyIds").FirstOrDefault() ?? first.Text("PartyId");
        var name = candidates.Count > 0 ? string.Join(" / ", candidates.Select(c => c.Text("BallotName") ?? "?")) : s.Text("Selection") ?? feed.Find(party).Text("Name") ?? "?";
        return new(new(
            "", "", FileTerms.Cut(name, 290)!, FileTerms.IdentifierOf("selection", s.Id()), feed.Party(party), PersonName(person), person.Identifier("other", FileTerms.PersonIdentifier),
            FileTerms.Truth(first.Text("IsIncumbent")), FileTerms.Truth(first.Text("IsTopTicket")), FileTerms.Truth(s.Text("IsWriteIn")), FileTerms.Day(first.Text("FileDate")),
            FileTerms.Read<PreElectionStatus>(first.Text("PreElectionStatus")),
            FileTerms.Read<PostElectionStatus>(first.Text("PostElectionStatus") ?? first.Identifier("other", FileTerms.PostElectionStatus)), FileTerms.Number(s.Text("SequenceOrder"))));
    }

    private static string? PersonName(XElement? p) =>
        p.Text("FullName") ?? (string.Join(' ', ((string?[])[p.Text("FirstName", 90), p.Text("MiddleName", 90), p.Text("LastName", 90)]).OfType<string>()) is { Length: > 0 } name ? name : null);

    /// <summary>Ours are called as the office calls them; others' by their number.</summary>
    private static string? DistrictName(XElement? district)
    {
        if (district is null) return null;
        return district.Id()?.StartsWith("district-local-", StringComparison.Ordinal) == true ? district.Identifier("local-level") : district.Text("Number") ?? district.Text("Name");
    }
}
