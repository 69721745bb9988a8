using System.Globalization;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Modules.Elections.Transfers.Files;

namespace CivicPulse.Modules.Elections.Transfers.Vip;

/// <summary>Writes contests with what can be voted for in them: people, candidacies and selections are elements of their own.</summary>
internal sealed class VipContestWriter(ElectionBook book, VipElements xml)
{
    public void Write(Contest c)
    {
        var offered = book.Selections[c.Id].ToList();
        foreach (var selection in offered) Selection(c, selection);
        if (c.Office is { } office)
            xml.Element("Office", "office-" + book.IdOf(c.Id), () =>
            {
                xml.Value("ElectoralDistrictId", book.DistrictOf(c));
                xml.Text("Name", office);
            });
        if (c is { Kind: ContestKind.Retention, Incumbent: { } incumbent }) xml.Element("Candidate", "incumbent-" + book.IdOf(c.Id), () => xml.Text("BallotName", incumbent));
        xml.Element(c.Kind + "Contest", book.IdOf(c.Id), () =>
        {
            xml.Value("BallotSelectionIds", offered.Count == 0 ? null : string.Join(' ', offered.Select(s => book.IdOf(s.Id))));
            xml.Text("BallotTitle", c.BallotTitle);
            xml.Value("ElectoralDistrictId", book.DistrictOf(c));
            xml.Truth("HasRotation", c.HasRotation);
            xml.Value("Name", c.Name);
            xml.Value("SequenceOrder", Number(c.SequenceOrder));
            xml.Value("VoteVariation", c.VoteVariation is { } variation ? FileTerms.Word(variation) : null);
            Rest(c);
        });
    }

    private void Rest(Contest c)
    {
        if (c.Kind == ContestKind.Candidate)
        {
            xml.Value("NumberElected", Number(c.NumberElected));
            xml.Value("OfficeIds", c.Office is null ? null : "office-" + book.IdOf(c.Id));
            xml.Value("PrimaryPartyIds", book.IdOf(c.PrimaryPartyId));
            xml.Value("VotesAllowed", Number(c.VotesAllowed));
        }
        if (c.Kind is not (ContestKind.BallotMeasure or ContestKind.Retention)) return;
        xml.Text("ConStatement", c.ConStatement);
        xml.Text("EffectOfAbstain", c.EffectOfAbstain);
        xml.Text("FullText", c.FullText);
        xml.Text("PassageThreshold", c.PassageThreshold);
        xml.Text("ProStatement", c.ProStatement);
        xml.Text("SummaryText", c.SummaryText);
        if (c.MeasureType is { } type)
        {
            xml.Value("Type", type == MeasureType.Recall ? "other" : FileTerms.Word(type));
            if (type == MeasureType.Recall) xml.Value("OtherType", "recall");
        }
        if (c.Kind != ContestKind.Retention) return;
        xml.Value("CandidateId", c.Incumbent is null ? null : "incumbent-" + book.IdOf(c.Id));
        xml.Value("OfficeId", c.Office is null ? null : "office-" + book.IdOf(c.Id));
    }

    private void Selection(Contest c, ContestSelection s)
    {
        var id = book.IdOf(s.Id);
        if (c.Kind == ContestKind.Candidate)
        {
            Person(s);
            Candidate(s);
            xml.Element("CandidateSelection", id, () =>
            {
                xml.Value("SequenceOrder", Number(s.SequenceOrder));
                xml.Value("CandidateIds", "candidate-" + id);
                xml.Truth("IsWriteIn", s.IsWriteIn);
            });
        }
        else if (c.Kind == ContestKind.Party && book.IdOf(s.PartyId) is { } party)
            xml.Element("PartySelection", id, () =>
            {
                xml.Value("SequenceOrder", Number(s.SequenceOrder));
                xml.Value("PartyIds", party);
            });
        else
            xml.Element("BallotMeasureSelection", id, () =>
            {
                xml.Value("SequenceOrder", Number(s.SequenceOrder));
                xml.Text("Selection", s.Name);
            });
    }

    private void Person(ContestSelection s)
    {
        if (s.PersonName is null && s.PersonIdentifier is null) return;
        xml.Element("Person", "person-" + book.IdOf(s.Id), () =>
        {
            xml.Identifiers(("other", FileTerms.PersonIdentifier, s.PersonIdentifier));
            xml.Text("FullName", s.PersonName);
        });
    }

    private void Candidate(ContestSelection s) => xml.Element("Candidate", "candidate-" + book.IdOf(s.Id), () =>
    {
        xml.Text("BallotName", s.Name);
        xml.Identifiers(("other", FileTerms.PostElectionStatus, s.PostElectionStatus is PostElectionStatus.Defeated ? FileTerms.Word(PostElectionStatus.Defeated) : null));
        xml.Value("FileDate", FileTerms.Day(s.FileDate));
        xml.Truth("IsIncumbent", s.IsIncumbent);
        xml.Truth("IsTopTicket", s.IsTopTicket);
        xml.Value("PartyId", book.IdOf(s.PartyId));
        xml.Value("PersonId", s.PersonName is null && s.PersonIdentifier is null ? null : "person-" + book.IdOf(s.Id));
        xml.Value("PostElectionStatus", s.PostElectionStatus is { } after and not PostElectionStatus.Defeated ? FileTerms.Word(after) : null);
        xml.Value("PreElectionStatus", s.PreElectionStatus is { } before ? FileTerms.Word(before) : null);
    });

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
