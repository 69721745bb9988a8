using System.Text.Json;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Modules.Elections.Transfers.Files;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers.Datasets;

namespace CivicPulse.Modules.Elections.Transfers.Nist;

/// <summary>The pieces of a report, put together: elections with contests and selections, and what these name by ids.</summary>
internal sealed class NistParts
{
    private readonly Thing _report = new();
    private readonly Dictionary<string, Dictionary<string, JsonElement?>> _named = new(StringComparer.Ordinal);

    public List<Thing> Elections { get; } = [];

    public void Add(JsonPiece piece, string election, string contest, string selection)
    {
        var (path, places) = (piece.Path, piece.Places);
        if (path is "Party[]" or "GpUnit[]" or "Office[]" or "Person[]" or "Election[].Candidate[]")
        {
            var kind = path[..^2];
            if (!_named.TryGetValue(kind, out var all)) _named[kind] = all = new(StringComparer.Ordinal);
            JsonElement? value = piece.Value;
            if (value.Text("@id") is { } id) all.TryAdd(id, value);
        }
        else if (path.StartsWith(selection, StringComparison.Ordinal)) At(At(At(Elections, places[0]).Parts, places[1]).Parts, places[2]).Set(path[(selection.Length + 1)..], piece.Value);
        else if (path.StartsWith(contest, StringComparison.Ordinal)) At(At(Elections, places[0]).Parts, places[1]).Set(path[(contest.Length + 1)..], piece.Value);
        else if (path.StartsWith(election, StringComparison.Ordinal)) At(Elections, places[0]).Set(path[(election.Length + 1)..], piece.Value);
        else _report.Set(path, piece.Value);
    }

    /// <param name="units">Gets the units by their ids in the report.</param>
    public ElectionFile FileOf(Thing election, Dictionary<string, FileUnit> units)
    {
        var date = FileTerms.Day(election.Text("StartDate"));
        var identifier = election.Identifier("other", FileTerms.Identifier) ?? (date is null ? null : $"nist:{_report.Text("IssuerAbbreviation")}:{FileTerms.Day(date)}:{election.Text("Type")}");
        var status = _report.Text("Status") switch
        {
            null => (ElectionPhase?)null,
            "pre-election" => ElectionPhase.Scheduled,
            _ => ElectionPhase.Held,
        };
        var type = FileTerms.Read<ElectionType>(election.Text("Type"));
        var file = new ElectionFile(new(election.Text("Name") ?? $"{election.Text("Type")} election", date, identifier, type, status, DivisionId: Division(Named("GpUnit", election.Text("ElectionScopeId")))));
        foreach (var party in _named.GetValueOrDefault("Party")?.Values ?? Enumerable.Empty<JsonElement?>()) file.Parties.Add(PartyOf(party));
        AddUnits(file, units);
        foreach (var contest in election.Parts) file.Contests.Add(ContestOf(file, contest));
        file.Name();
        return file;
    }

    private void AddUnits(ElectionFile file, Dictionary<string, FileUnit> units)
    {
        // In a report of several elections each has the same units; counts find the last ones, which have the same names.
        foreach (var (id, unit) in _named.GetValueOrDefault("GpUnit") ?? [])
        {
            if (id.StartsWith("district-local-", StringComparison.Ordinal)) continue;
            var type = unit.Word<ReportingUnitType>("Type") ?? ReportingUnitType.Other;
            var number = unit.Text("Number", 100);
            units[id] = new(new(file.Reference, unit.Text("Name") ?? number ?? id, type, number, null, Division(unit), FileTerms.IdentifierOf("unit", id), unit.Number("VotersRegistered"),
                unit.Number("VotersParticipated"), unit.Each("CountStatus").Where(s => s.Text("Type") is "total" or null).Select(s => s.Word<CountStatus>("Status")).FirstOrDefault(s => s is not null)))
            { Source = id };
            file.Units.Add(units[id]);
        }
        foreach (var (id, unit) in _named.GetValueOrDefault("GpUnit") ?? [])
        {
            if (!units.TryGetValue(id, out var whole)) continue;
            foreach (var part in unit.Texts("ComposingGpUnitIds"))
            {
                if (units.TryGetValue(part, out var inner) && inner != whole && inner.Parent is null) inner.Parent = whole;
            }
        }
    }

    private FileContest ContestOf(ElectionFile file, Thing c)
    {
        var type = c.Text("@type") ?? "";
        var kind = KindOf(type);
        var district = Named("GpUnit", c.Text("ElectoralDistrictId"));
        var office = Named("Office", c.Texts("OfficeIds").FirstOrDefault() ?? c.Text("OfficeId"));
        var contest = new FileContest(new(
            file.Reference, c.Text("Name") ?? "Contest", kind, FileTerms.IdentifierOf("contest", c.Text("@id")), office.Text("Name"), DistrictName(district, c.Text("ElectoralDistrictId")), Division(district),
            Named("Election[].Candidate", c.Text("CandidateId")).Text("BallotName"), c.Number("NumberElected"), c.Number("VotesAllowed"), FileTerms.ReadVariation(c.Text("VoteVariation")),
            Party(c.Texts("PrimaryPartyIds").FirstOrDefault()), BallotTitle: c.Text("BallotTitle", 1000), SummaryText: c.Text("SummaryText", 20000), FullText: c.Text("FullText", 100000),
            ProStatement: c.Text("ProStatement", 20000), ConStatement: c.Text("ConStatement", 20000), PassageThreshold: c.Text("PassageThreshold"), MeasureType: MeasureOf(c),
            EffectOfAbstain: c.Text("EffectOfAbstain", 1000), SequenceOrder: c.Number("SequenceOrder"), HasRotation: c.Truth("HasRotation")));
        foreach (var selection in c.Parts) contest.Selections.Add(SelectionOf(selection));
        return contest;
    }

    private static ContestKind KindOf(string type) => type[(type.LastIndexOf('.') + 1)..] switch
    {
        "BallotMeasureContest" => ContestKind.BallotMeasure,
        "RetentionContest" => ContestKind.Retention,
        "PartyContest" => ContestKind.Party,
        _ => ContestKind.Candidate,
    };

    private FileSelection SelectionOf(Thing s)
    {
        var candidates = s.Texts("CandidateIds").Select(id => Named("Election[].Candidate", id)).Where(c => c is not null).ToList();
        var first = candidates.FirstOrDefault();
        var person = Named("Person", first.Text("PersonId"));
        var party = s.Texts("PartyIds").FirstOrDefault() ?? s.Texts("EndorsementPartyIds").FirstOrDefault() ?? first.Text("PartyId");
        var name = candidates.Count > 0 ? string.Join(" / ", candidates.Select(c => c.Text("BallotName") ?? "?")) : s.Text("Selection") ?? Named("Party", party).Text("Name") ?? "?";
        return new(new(
            "", "", FileTerms.Cut(name, 290)!, FileTerms.IdentifierOf("selection", s.Text("@id")), Party(party), person.Text("FullName"), person.Identifier("other", FileTerms.PersonIdentifier),
            first.Truth("IsIncumbent"), first.Truth("IsTopTicket"), s.Truth("IsWriteIn"), FileTerms.Day(first.Text("FileDate")), first.Word<PreElectionStatus>("PreElectionStatus"),
            first.Word<PostElectionStatus>("PostElectionStatus") ?? FileTerms.Read<PostElectionStatus>(first.Identifier("other", FileTerms.PostElectionStatus)), s.Number("SequenceOrder")));
    }

    private static PartyRow PartyOf(JsonElement? p)
    {
        var id = p.Text("@id")!;
        // An id of somebody else's file says nothing beyond it: such a party is known by its name.
        var identifier = id.StartsWith("party-id-", StringComparison.Ordinal) ? FileTerms.IdentifierOf("party", id) : null;
        var color = p.Text("Color")?.ToLowerInvariant();
        return new(p.Text("Name") ?? id, identifier, p.Text("Abbreviation", 60), new HexColorAttribute().IsValid(color) ? color : null, FileTerms.Address(p.Text("LogoUri", 2000)));
    }

    private string? Party(string? id) => Named("Party", id) is { } party && PartyOf(party) is var row ? row.Identifier ?? row.Name : null;

    private static MeasureType? MeasureOf(Thing c) => FileTerms.Read<MeasureType>(c.Text("OtherType")) ?? FileTerms.Read<MeasureType>(c.Text("Type"));

    private static string? Division(JsonElement? unit) => unit.Identifier("ocd-id") is { } id && new DivisionIdAttribute().IsValid(id) ? id : null;

    /// <summary>Ours are called as the office calls them; others' by their number.</summary>
    private static string? DistrictName(JsonElement? unit, string? id) =>
        id?.StartsWith("district-local-", StringComparison.Ordinal) == true ? unit.Text("Number") : unit.Text("Number") ?? unit.Text("Name");

    private JsonElement? Named(string kind, string? id) => id is not null && _named.TryGetValue(kind, out var all) ? all.GetValueOrDefault(id) : null;

    private static Thing At(List<Thing> list, int place)
    {
        while (list.Count <= place) list.Add(new Thing());
        return list[place];
    }

    /// <summary>An object whose values came one by one, and the objects within it that matter.</summary>
    internal sealed class Thing
    {
        private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);

        public List<Thing> Parts { get; } = [];

        public void Set(string name, JsonElement value) => _values.TryAdd(name, value);

        private JsonElement? Whole(string name) => _values.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

        public string? Text(string name, int most = 300) => FileTerms.Cut(Whole(name) is { } value ? NistJson.TextOf(value) : null, most);

        public IEnumerable<string> Texts(string name) => Whole(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(NistJson.TextOf).OfType<string>() : [];

        public bool? Truth(string name) => Whole(name)?.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

        public int? Number(string name) => Whole(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

        public string? Identifier(string type, string other) => Whole("ExternalIdentifier") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(i => (JsonElement?)i).Where(i => i.Text("Type") == type && i.Text("OtherType") == other).Select(i => i.Text("Value")).FirstOrDefault()
            : null;
    }
}
