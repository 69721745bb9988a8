using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Modules.Governance.Transfers;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers.Datasets;

namespace CivicPulse.Modules.Governance.Datasets;

/// <summary>
/// The Congress of the United States as the congress-legislators project keeps it (YAML, public domain): both houses with all seats,
/// members with all their terms, committees with who sits on them. Members are known by their Bioguide id, committees by the Library of Congress's.
/// </summary>
internal sealed class CongressDataset : Dataset
{
    private const string Members = "legislators-current.yaml";
    private const string Committees = "committees-current.yaml";
    private const string Seats = "committee-membership-current.yaml";
    private const string Whole = "congress:congress";
    private const string Jurisdiction = "ocd-jurisdiction/country:us/government";
    private const string Project = "https://github.com/unitedstates/congress-legislators";

    public override string Kind => "congress";

    public override string About => $"Members of the US Congress with their terms, committees and who sits on them: {Members}, and beside it {Committees} and {Seats}, as a folder or zip archive.";

    public override string ReadWord => GovernancePermissions.Read;

    public override string WriteWord => GovernancePermissions.Write;

    public override IReadOnlyList<DatasetPart> Parts { get; } =
    [
        new("bodies", "name", "classification", "description", "parent", "jurisdiction", "division_id", "identifiers", "contact_details", "links", "sources"),
        new("officials", "name", "given_name", "family_name", "additional_name", "honorific_suffix", "sort_name", "gender", "birth_date", "party", "other_names", "identifiers",
            "contact_details", "links", "sources"),
        new("posts"),
        new("memberships"),
    ];

    protected override async IAsyncEnumerable<DatasetRow> ReadAsync(DatasetFiles files, [EnumeratorCancellation] CancellationToken ct)
    {
        var members = files.Named(Members).FirstOrDefault() ?? Only(files);
        if (!Read(files, members).Any()) yield break;
        var rows = Bodies(files)
            .Concat(Read(files, members).Select(m => Member(m.Value, members)))
            .Concat(Posts(files, members))
            .Concat(Read(files, members).SelectMany(m => Terms(m.Value, members)))
            .Concat(Sittings(files));
        foreach (var row in rows)
        {
            ct.ThrowIfCancellationRequested();
            yield return row;
        }
        await Task.CompletedTask;
    }

    private static string Only(DatasetFiles files) => files.Names is [var one] && one.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
        ? one
        : throw new BadInput("transfer.no_records", $"There is no {Members} in it.", Microsoft.AspNetCore.Http.StatusCodes.Status422UnprocessableEntity);

    private static IEnumerable<(string? Key, JsonNode? Value)> Read(DatasetFiles files, string? name) => name is null ? [] : files.Yaml(name);

    private static IEnumerable<DatasetRow> Bodies(DatasetFiles files)
    {
        yield return Body(new("United States Congress", "legislature", null, Whole, null, Jurisdiction, "ocd-division/country:us", Sources: [Project]));
        yield return Body(new("United States Senate", "upper", null, CongressSeats.Senate, Whole, Jurisdiction, "ocd-division/country:us", Links: ["https://www.senate.gov"], Sources: [Project]));
        yield return Body(new("United States House of Representatives", "lower", null, CongressSeats.House, Whole, Jurisdiction, "ocd-division/country:us", Links: ["https://www.house.gov"], Sources: [Project]));
        foreach (var (_, committee) in Read(files, files.Named(Committees).FirstOrDefault()))
        {
            if (committee.Text("thomas_id") is not { } id || committee.Text("name") is not { } name)
            {
                yield return DatasetRow.Unreadable("bodies", Committees, "A committee needs a name and a thomas_id.");
                continue;
            }
            yield return Body(Committee(committee, $"thomas:{id}", name, ChamberOf(committee)));
            foreach (var part in committee.Each("subcommittees"))
            {
                if (part.Text("thomas_id") is { } number && part.Text("name") is { } called) yield return Body(Committee(part, $"thomas:{id}{number}", called, $"thomas:{id}"));
            }
        }
    }

    private static DatasetRow Body(BodyRow row) => new("bodies", row, row.Identifier!);

    private static BodyRow Committee(JsonNode? c, string identifier, string name, string parent) => new(
        name, "committee", c.Text("jurisdiction"), identifier, parent, Jurisdiction, "ocd-division/country:us",
        Identifiers: Values.Present(("house", c.Text("house_committee_id")), ("senate", c.Text("senate_committee_id")), ("wikipedia", c.Text("wikipedia")), ("youtube", c.Text("youtube_id"))),
        ContactDetails: Values.Present(("address", c.Text("address")), ("voice", c.Text("phone"))),
        Links: Values.Links((c.Text("url"), null), (c.Text("minority_url"), "minority"), (c.Text("rss_url"), "feed")), Sources: [$"{Project} {Committees}"]);

    private static string ChamberOf(JsonNode? committee) => committee.Text("type") switch
    {
        "senate" => CongressSeats.Senate,
        "house" => CongressSeats.House,
        _ => Whole,
    };

    private static DatasetRow Member(JsonNode? m, string file)
    {
        var last = m.Each("terms").LastOrDefault();
        if (m.Text("id", "bioguide") is not { } id || NameOf(m) is not { } name || last is null) return DatasetRow.Unreadable("officials", file, "A member needs an id of Bioguide, a name and terms.");
        var (given, family, middle, suffix) = (m.Text("name", "first"), m.Text("name", "last"), m.Text("name", "middle"), m.Text("name", "suffix"));
        (string?, string?)[] links = [(last.Text("url"), null), (last.Text("contact_form"), "contact form"), (last.Text("rss_url"), "feed")];
        var contact = Values.Present([("voice", last.Text("phone")), ("fax", last.Text("fax")), ("address", last.Text("address")), .. Values.Unusable(links)]);
        return new("officials", new OfficialRow(
            name, $"bioguide:{id}", given, family, middle, null, suffix, Official.SortedBy(name, family, given), GenderOf(m), m.Text("bio", "birthday"), Party: last.Text("party"),
            OtherNames: [.. ((string?[])[m.Text("name", "nickname") is { } nick ? $"{nick} {family}" : null]).OfType<string>()], Identifiers: Ids(m), ContactDetails: contact, Links: Values.Links(links),
            Sources: [$"https://bioguide.congress.gov/search/bio/{id}", $"{Project} {Members}"]), $"{file}: {name}");
    }

    private static string? NameOf(JsonNode? m) => m.Text("name", "official_full")
        ?? (m.Text("name", "last") is { } last ? string.Join(' ', ((string?[])[m.Text("name", "first"), last]).OfType<string>()) : null);

    private static string? GenderOf(JsonNode? m) => m.Text("bio", "gender") switch
    {
        "F" => "Female",
        "M" => "Male",
        var other => other,
    };

    private static string[] Ids(JsonNode? m) => m?["id"] is JsonObject ids
        ? [.. ids.SelectMany(scheme => ids.Each(scheme.Key), (scheme, id) => $"{scheme.Key}:{id}")]
        : [];

    /// <summary>Today's seats, held or not; then those of older terms, which ended when their last term did.</summary>
    private static IEnumerable<DatasetRow> Posts(DatasetFiles files, string members)
    {
        var current = CongressSeats.Current().ToList();
        var labels = current.Select(p => p.Label).ToHashSet(StringComparer.Ordinal);
        foreach (var post in current) yield return new("posts", post with { Sources = [Project] }, post.Label);
        var former = new SortedDictionary<string, (JsonNode Term, string End)>(StringComparer.Ordinal);
        foreach (var term in Read(files, members).SelectMany(m => m.Value.Each("terms")))
        {
            if (CongressSeats.Of(term) is not { } seat || labels.Contains(seat.Label)) continue;
            var end = term.Text("end") ?? "";
            if (!former.TryGetValue(seat.Label, out var known) || string.CompareOrdinal(known.End, end) < 0) former[seat.Label] = (term, end);
        }
        foreach (var (label, (term, end)) in former) yield return new("posts", CongressSeats.Of(term, end)! with { Sources = [Project] }, label);
    }

    private static IEnumerable<DatasetRow> Terms(JsonNode? m, string file)
    {
        var (id, name) = (m.Text("id", "bioguide"), NameOf(m));
        if (id is null || name is null) yield break;
        foreach (var term in m.Each("terms"))
        {
            var mandate = term.Text("how") == "appointment" ? Mandate.Appointed : Mandate.Elected;
            yield return new("memberships", new MembershipRow(
                $"bioguide:{id}", term.Text("type") == "sen" ? CongressSeats.Senate : CongressSeats.House, CongressSeats.RoleOf(term), CongressSeats.Of(term)?.Label,
                term.Text("start"), term.Text("end"), name, null, term.Text("party"), mandate, null, [$"{Project} {Members}"]), $"{file}: {name}, {term.Text("start")}");
        }
    }

    private static IEnumerable<DatasetRow> Sittings(DatasetFiles files)
    {
        foreach (var (committee, sitting) in Read(files, files.Named(Seats).FirstOrDefault()))
        {
            foreach (var member in (sitting as JsonArray)?.OfType<JsonNode>() ?? [])
            {
                if (member.Text("bioguide") is not { } id || member.Text("name") is not { } name) yield return DatasetRow.Unreadable("memberships", $"{Seats}: {committee}", "A seat needs a name and an id of Bioguide.");
                else yield return new("memberships", new MembershipRow(
                    $"bioguide:{id}", $"thomas:{committee}", member.Text("title") ?? "Member", null, null, null, name, member.Text("rank") is { } rank ? $"rank {rank}" : null,
                    member.Text("party"), null, null, [$"{Project} {Seats}"]), $"{Seats}: {committee}, {name}");
            }
        }
    }
}
