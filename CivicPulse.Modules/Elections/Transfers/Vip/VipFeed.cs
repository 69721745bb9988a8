using System.Xml.Linq;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Modules.Elections.Transfers.Files;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers.Datasets;

namespace CivicPulse.Modules.Elections.Transfers.Vip;

/// <summary>A feed, put together from its elements, which name one another by ids in any order.</summary>
internal sealed class VipFeed
{
    private const long MostHeld = 200_000_000;

    /// <summary>Street segments, which are most of a feed, are passed over.</summary>
    private static readonly HashSet<string> Wanted = new(
        ["Source", "Election", "State", "ElectoralDistrict", "Party", "Person", "Office", "Candidate", "CandidateContest", "BallotMeasureContest", "RetentionContest", "PartyContest", "CandidateSelection",
            "BallotMeasureSelection", "PartySelection", "HoursOpen", "PollingLocation", "Locality", "Precinct"], StringComparer.Ordinal);

    private readonly Dictionary<string, XElement> _all = new(StringComparer.Ordinal);
    private readonly List<XElement> _order = [];

    /// <returns>Null when it has no election.</returns>
    public ElectionFile? Read(Stream file)
    {
        var held = 0L;
        foreach (var element in XmlRecords.Read(file, Wanted))
        {
            held += 200 + element.DescendantsAndSelf().Sum(e => e.HasElements ? 50 : e.Value.Length + 50);
            if (held > MostHeld || _order.Count > ElectionFile.Most * 4) throw new BadInput("elections.too_much_in_a_file", "What the feed says beside its streets is too much to be held.");
            _order.Add(element);
            if (element.Id() is { } id) _all.TryAdd(id, element);
        }
        if (Named("Election").FirstOrDefault() is not { } election) return null;
        var made = FileOf(election);
        foreach (var party in Named("Party")) made.Parties.Add(PartyOf(party));
        foreach (var contest in _order.Where(e => e.Name.LocalName.EndsWith("Contest", StringComparison.Ordinal))) made.Contests.Add(new VipContest(this).Of(contest, made));
        new VipPlaces(this).Add(made);
        made.Name();
        new VipPlaces(this).AddPollingPlaces(made);
        return made;
    }

    public IEnumerable<XElement> Named(string name) => _order.Where(e => e.Name.LocalName == name);

    public XElement? Find(string? id) => id is null ? null : _all.GetValueOrDefault(id);

    public string? Party(string? id) => Find(id) is { Name.LocalName: "Party" } party && PartyOf(party) is var row ? row.Identifier ?? row.Name : null;

    public static string? Division(XElement? at) => at.Identifier("ocd-id") is { } id && new DivisionIdAttribute().IsValid(id) ? id : null;

    private ElectionFile FileOf(XElement e)
    {
        var date = FileTerms.Day(e.Text("Date"));
        var type = e.Text("ElectionType");
        // A feed of somebody else is known by who made it and by its day: its own ids begin anew with each.
        var identifier = e.Id()?.StartsWith("election-", StringComparison.Ordinal) == true ? FileTerms.IdentifierOf("election", e.Id()) : $"vip:{Named("Source").FirstOrDefault().Text("VipId", 100)}:{FileTerms.Day(date)}";
        var file = new ElectionFile(new(
            e.Text("Name") ?? $"{type ?? "Election"}, {FileTerms.Day(date)}", date, identifier, TypeOf(type), null, FileTerms.Truth(e.Text("IsStatewide")), Division(Find(e.Text("StateId"))),
            FileTerms.Truth(e.Text("HasElectionDayRegistration")), FileTerms.Address(e.Text("RegistrationInfo", 2000)), FileTerms.Address(e.Text("AbsenteeBallotInfo", 2000)),
            FileTerms.Address(e.Text("ResultsUri", 2000))));
        foreach (var (name, kind) in new[] { ("RegistrationDeadline", DeadlineKind.Registration), ("AbsenteeRequestDeadline", DeadlineKind.AbsenteeRequest) })
        {
            if (FileTerms.Day(e.Text(name)) is { } day) file.Deadlines.Add(new(file.Reference, kind, day));
        }
        return file;
    }

    /// <summary>The form has free text there; people write General, or words around it.</summary>
    private static ElectionType? TypeOf(string? text)
    {
        if (text is null) return null;
        if (FileTerms.Read<ElectionType>(text) is { } exact) return exact;
        foreach (var type in (ElectionType[])[ElectionType.Runoff, ElectionType.Special, ElectionType.Primary, ElectionType.General])
        {
            if (text.Contains(type.ToString(), StringComparison.OrdinalIgnoreCase)) return type;
        }
        return ElectionType.Other;
    }

    private static PartyRow PartyOf(XElement p)
    {
        var id = p.Id() ?? "";
        // An id of somebody else's file says nothing beyond it: such a party is known by its name.
        var identifier = id.StartsWith("party-id-", StringComparison.Ordinal) ? FileTerms.IdentifierOf("party", id) : null;
        var color = p.Text("Color")?.ToLowerInvariant();
        return new(p.Text("Name") ?? id, identifier, p.Text("Abbreviation", 60), new HexColorAttribute().IsValid(color) ? color : null, FileTerms.Address(p.Text("LogoUri", 2000)));
    }
}
