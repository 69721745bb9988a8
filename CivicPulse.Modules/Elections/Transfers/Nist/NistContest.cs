using System.Text.Json;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Modules.Elections.Transfers.Files;

namespace CivicPulse.Modules.Elections.Transfers.Nist;

/// <summary>Writes the values of contests and of what can be voted for in them.</summary>
internal sealed class NistContest(Utf8JsonWriter json, ElectionBook book)
{
    public void Write(Contest c)
    {
        json.WriteString("@id", book.IdOf(c.Id));
        json.WriteString("@type", $"ElectionResults.{c.Kind}Contest");
        json.WriteString("Name", c.Name);
        json.WriteString("ElectoralDistrictId", book.DistrictOf(c));
        json.WriteNumber("SequenceOrder", c.SequenceOrder);
        if (c.HasRotation is { } rotation) json.WriteBoolean("HasRotation", rotation);
        if (c.VoteVariation is { } variation) json.WriteString("VoteVariation", FileTerms.Word(variation));
        Optional("BallotTitle", c.BallotTitle);
        if (c.Kind == ContestKind.Candidate)
        {
            json.WriteNumber("NumberElected", c.NumberElected);
            json.WriteNumber("VotesAllowed", c.VotesAllowed);
            if (c.Office is not null) Strings(json, "OfficeIds", ["office-" + book.IdOf(c.Id)]);
            if (book.IdOf(c.PrimaryPartyId) is { } party) Strings(json, "PrimaryPartyIds", [party]);
        }
        else if (c.Kind != ContestKind.Party) Measure(c);
    }

    public void Write(Contest contest, ContestSelection s)
    {
        json.WriteString("@id", book.IdOf(s.Id));
        json.WriteString("@type", $"ElectionResults.{(contest.Kind is ContestKind.BallotMeasure or ContestKind.Retention ? "BallotMeasure" : contest.Kind.ToString())}Selection");
        json.WriteNumber("SequenceOrder", s.SequenceOrder);
        if (contest.Kind == ContestKind.Candidate)
        {
            Strings(json, "CandidateIds", ["candidate-" + book.IdOf(s.Id)]);
            json.WriteBoolean("IsWriteIn", s.IsWriteIn);
        }
        else if (contest.Kind == ContestKind.Party && book.IdOf(s.PartyId) is { } party) Strings(json, "PartyIds", [party]);
        else Text(json, "Selection", s.Name);
    }

    public static void Text(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("@type", "ElectionResults.InternationalizedText");
        json.WriteStartArray("Text");
        json.WriteStartObject();
        json.WriteString("@type", "ElectionResults.LanguageString");
        json.WriteString("Content", text);
        json.WriteString("Language", "en");
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        var all = values.ToList();
        if (all.Count == 0) return;
        json.WriteStartArray(name);
        foreach (var value in all) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private void Measure(Contest c)
    {
        Optional("SummaryText", c.SummaryText);
        Optional("FullText", c.FullText);
        Optional("ProStatement", c.ProStatement);
        Optional("ConStatement", c.ConStatement);
        Optional("PassageThreshold", c.PassageThreshold);
        Optional("EffectOfAbstain", c.EffectOfAbstain);
        if (c.MeasureType is not { } type) return;
        json.WriteString("Type", type == MeasureType.Recall ? "other" : FileTerms.Word(type));
        if (type == MeasureType.Recall) json.WriteString("OtherType", "recall");
    }

    private void Optional(string name, string? text)
    {
        if (text is not null) Text(json, name, text);
    }
}
