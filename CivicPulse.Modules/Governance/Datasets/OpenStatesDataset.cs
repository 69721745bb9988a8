using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Modules.Governance.Transfers;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers.Datasets;

namespace CivicPulse.Modules.Governance.Datasets;

/// <summary>
/// A state's legislators, executive and committees as the Open States people project keeps them: one YAML file each, with ids of Open Civic
/// Data. The houses themselves are not in the files; they follow from the jurisdiction.
/// </summary>
internal sealed partial class OpenStatesDataset : Dataset
{
    private const string Project = "https://github.com/openstates/people";

    public override string Kind => "openstates";

    public override string About => "Legislators, executive officers and committees of a US state: the folder or zip archive of an Open States people repository, one YAML file each.";

    public override string ReadWord => GovernancePermissions.Read;

    public override string WriteWord => GovernancePermissions.Write;

    public override IReadOnlyList<DatasetPart> Parts { get; } =
    [
        new("bodies", "name", "classification", "parent", "jurisdiction", "division_id", "other_names", "links", "sources"),
        new("officials", "name", "given_name", "family_name", "sort_name", "gender", "birth_date", "death_date", "image", "email", "party", "other_names", "identifiers",
            "contact_details", "links", "sources"),
        new("posts"),
        new("memberships"),
    ];

    protected override async IAsyncEnumerable<DatasetRow> ReadAsync(DatasetFiles files, [EnumeratorCancellation] CancellationToken ct)
    {
        var rows = Houses(files)
            .Concat(Committees(files).Select(Committee))
            .Concat(People(files).Select(Person))
            .Concat(Posts(files))
            .Concat(People(files).SelectMany(Roles))
            .Concat(Committees(files).SelectMany(Sittings));
        foreach (var row in rows)
        {
            ct.ThrowIfCancellationRequested();
            yield return row;
        }
        await Task.CompletedTask;
    }

    private static IEnumerable<(string File, JsonObject Record)> Read(DatasetFiles files, string prefix)
    {
        foreach (var name in files.Names.Where(n => n.EndsWith(".yml", StringComparison.OrdinalIgnoreCase) || n.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)))
        {
            var record = new JsonObject();
            using (var file = files.Read(name))
            {
                foreach (var (key, value) in YamlRecords.Read(file)) if (key is not null) record[key] = value;
            }
            if (record.Text("id")?.StartsWith(prefix, StringComparison.Ordinal) == true) yield return (name, record);
        }
    }

    private static IEnumerable<(string File, JsonObject Record)> People(DatasetFiles files) => Read(files, "ocd-person/");

    private static IEnumerable<(string File, JsonObject Record)> Committees(DatasetFiles files) => Read(files, "ocd-organization/");

    private static UsState? StateOf(string? jurisdiction) =>
        jurisdiction is not null && StateCode().Match(jurisdiction) is { Success: true } found ? UsState.All.GetValueOrDefault(found.Groups["code"].Value.ToUpperInvariant()) : null;

    private static string HouseOf(UsState state, string? chamber) => $"openstates:{state.Code.ToLowerInvariant()}:{(chamber is "upper" or "lower" or "executive" ? chamber : "legislature")}";

    private static IEnumerable<DatasetRow> Houses(DatasetFiles files)
    {
        var jurisdictions = People(files).SelectMany(p => p.Record.Each("roles").Select(r => r.Text("jurisdiction"))).Concat(Committees(files).Select(c => c.Record.Text("jurisdiction")))
            .OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        foreach (var jurisdiction in jurisdictions)
        {
            if (StateOf(jurisdiction) is not { } state)
            {
                yield return DatasetRow.Unreadable("bodies", jurisdiction, "The jurisdiction is no state of the United States.");
                continue;
            }
            yield return House(state, jurisdiction, "legislature", $"{state.Name} {state.Legislature}", "legislature");
            yield return House(state, jurisdiction, "upper", $"{state.Name} Senate", "upper");
            yield return House(state, jurisdiction, "lower", $"{state.Name} {state.LowerHouse}", "lower");
            yield return House(state, jurisdiction, "executive", $"Executive of {state.Name}", "executive");
        }
    }

    private static DatasetRow House(UsState state, string jurisdiction, string chamber, string name, string classification)
    {
        var id = HouseOf(state, chamber);
        var parent = chamber is "upper" or "lower" ? HouseOf(state, null) : null;
        return new("bodies", new BodyRow(name, classification, null, id, parent, jurisdiction, state.Division, OtherNames: [], Links: [], Sources: [Project]), id);
    }

    private static DatasetRow Committee((string File, JsonObject Record) found)
    {
        var (file, c) = found;
        if (c.Text("name") is not { } name || StateOf(c.Text("jurisdiction")) is not { } state) return DatasetRow.Unreadable("bodies", file, "A committee needs a name and a jurisdiction.");
        var parent = c.Text("parent") is { } whole && whole.StartsWith("ocd-organization/", StringComparison.Ordinal) ? whole : HouseOf(state, c.Text("chamber"));
        return new("bodies", new BodyRow(name, "committee", null, c.Text("id"), parent, c.Text("jurisdiction"), state.Division, OtherNames: Names(c), Links: Links(c, "links"), Sources: Sources(c)), file);
    }

    private static DatasetRow Person((string File, JsonObject Record) found)
    {
        var (file, p) = found;
        if (p.Text("name") is not { } name) return DatasetRow.Unreadable("officials", file, "A person needs a name.");
        var (given, family) = (p.Text("given_name"), p.Text("family_name"));
        var party = p.Each("party").LastOrDefault(x => x.Text("end_date") is null) ?? p.Each("party").LastOrDefault();
        return new("officials", new OfficialRow(
            name, p.Text("id"), given, family, SortName: Official.SortedBy(name, family, given), Gender: p.Text("gender"), BirthDate: p.Text("birth_date"), DeathDate: p.Text("death_date"),
            Image: p.Text("image"), Email: p.Text("email"), Party: party.Text("name"), OtherNames: Names(p), Identifiers: Ids(p), ContactDetails: Offices(p), Links: Links(p, "links"), Sources: Sources(p)), file);
    }

    private static IEnumerable<DatasetRow> Posts(DatasetFiles files)
    {
        var posts = new SortedDictionary<(string Body, string Label), PostRow>();
        foreach (var role in People(files).SelectMany(p => p.Record.Each("roles")))
        {
            if (StateOf(role.Text("jurisdiction")) is { } state && PostOf(state, role) is { } post) posts[(post.Body, post.Label)] = post with { Sources = [Project] };
        }
        foreach (var post in posts.Values) yield return new("posts", post, post.Label);
    }

    private static PostRow? PostOf(UsState state, JsonNode role)
    {
        var (type, district) = (role.Text("type"), role.Text("district"));
        if (type is "upper" or "lower" or "legislature")
        {
            if (district is null) return null;
            var title = TitleOf(state, type);
            var level = type == "lower" ? "sldl" : "sldu";
            var number = district.ToLowerInvariant().Replace(' ', '_');
            return new(HouseOf(state, type), $"{title}, district {district}", title, null, $"{state.Division}/{level}:{number}", 1);
        }
        return type is null ? null : new(HouseOf(state, "executive"), Capital(type), Capital(type), null, state.Division, 1);
    }

    private static string TitleOf(UsState state, string type) => type switch
    {
        "upper" or "legislature" => "State Senator",
        _ => state.LowerHouse switch
        {
            "Assembly" or "General Assembly" => "Assembly Member",
            "House of Delegates" => "Delegate",
            _ => "State Representative",
        },
    };

    private static string Capital(string role) =>
        role == "lt_governor" ? "Lieutenant Governor" : CultureInfo.InvariantCulture.TextInfo.ToTitleCase(role.Replace('_', ' ')).Replace(" Of ", " of ", StringComparison.Ordinal);

    private static IEnumerable<DatasetRow> Roles((string File, JsonObject Record) found)
    {
        var (file, p) = found;
        var party = p.Each("party").LastOrDefault().Text("name");
        foreach (var role in p.Each("roles"))
        {
            if (StateOf(role.Text("jurisdiction")) is not { } state || PostOf(state, role) is not { } post)
            {
                yield return DatasetRow.Unreadable("memberships", file, "A role needs a type, a jurisdiction and, in a house, a district.");
                continue;
            }
            yield return new("memberships", new MembershipRow(
                p.Text("id")!, post.Body, post.Role, post.Label, role.Text("start_date"), role.Text("end_date"), p.Text("name"), null, party, Mandate.Elected, null, Sources(p)), file);
        }
    }

    private static IEnumerable<DatasetRow> Sittings((string File, JsonObject Record) found)
    {
        var (file, c) = found;
        foreach (var member in c.Each("members"))
        {
            if ((member.Text("person_id") ?? member.Text("name")) is not { } person) yield return DatasetRow.Unreadable("memberships", file, "A member of a committee needs a name.");
            else yield return new("memberships", new MembershipRow(
                person, c.Text("id")!, Capital(member.Text("role") ?? "member"), null, member.Text("start_date"), member.Text("end_date"), member.Text("name"), Sources: Sources(c)), file);
        }
    }

    private static string[] Names(JsonNode p) => [.. p.Each("other_names").Select(n => n.Text("name") ?? n.Text()).OfType<string>().Distinct(StringComparer.Ordinal)];

    private static string[] Ids(JsonObject p) =>
    [
        .. p.Each("other_identifiers").Where(i => i.Text("identifier") is not null).Select(i => $"{i.Text("scheme") ?? "other"}:{i.Text("identifier")}"),
        .. p["ids"] is JsonObject ids ? ids.Where(i => i.Value.Text() is not null).Select(i => $"{i.Key}:{i.Value.Text()}") : [],
    ];

    private static string[] Offices(JsonNode p) => Values.Present(
        [.. p.Each("offices").SelectMany(o => ((string[])["address", "voice", "fax"]).Select(t => (t, o.Text(t)))), .. Values.Unusable(Pages(p, "links"))]);

    private static string[] Links(JsonNode p, string name) => Values.Links(Pages(p, name));

    private static IEnumerable<(string? Url, string? Note)> Pages(JsonNode p, string name) => p.Each(name).Select(l => (l.Text("url"), l.Text("note")));

    private static string[] Sources(JsonNode p) => Links(p, "sources") is { Length: > 0 } sources ? sources : [Project];

    [GeneratedRegex("(state|district|territory):(?<code>[a-z]{2})(/|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex StateCode();
}
