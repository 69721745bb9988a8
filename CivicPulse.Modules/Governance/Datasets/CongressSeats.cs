using System.Globalization;
using System.Text.Json.Nodes;
using CivicPulse.Modules.Governance.Transfers;
using CivicPulse.Platform.Transfers.Datasets;

namespace CivicPulse.Modules.Governance.Datasets;

/// <summary>The seats of both houses: those of today, held or vacant, and those that were.</summary>
internal static class CongressSeats
{
    public const string Senate = "congress:senate";
    public const string House = "congress:house";

    /// <summary>Every seat of today, state by state.</summary>
    public static IEnumerable<PostRow> Current()
    {
        foreach (var state in UsState.All.Values.OrderBy(s => s.Name, StringComparer.Ordinal))
        {
            foreach (var number in state.Classes) yield return Senator(state, number - '0');
            if (state.Seats <= 1) yield return Representative(state, 0, null);
            else for (var district = 1; district <= state.Seats; district++) yield return Representative(state, district, null);
        }
    }

    /// <summary>The seat of a term; null when the file does not say which one.</summary>
    /// <param name="until">When it was abolished, for a district that is no more.</param>
    public static PostRow? Of(JsonNode term, string? until = null)
    {
        if (UsState.All.GetValueOrDefault(term.Text("state") ?? "") is not { } state) return null;
        if (term.Text("type") == "sen") return Number(term, "class") is { } number ? Senator(state, number) : null;
        return Number(term, "district") is { } district ? Representative(state, Math.Max(0, district), until) : null;
    }

    public static string RoleOf(JsonNode term) => term.Text("type") == "sen" ? "Senator" : RoleOf(UsState.All.GetValueOrDefault(term.Text("state") ?? ""));

    private static string RoleOf(UsState? state) => state switch
    {
        { Code: "PR" } => "Resident Commissioner",
        { Seats: 0 } => "Delegate",
        _ => "Representative",
    };

    private static PostRow Senator(UsState state, int number) => new(
        Senate, string.Create(CultureInfo.InvariantCulture, $"Senator for {state.Name}, class {number}"), "Senator", null, state.Division, 1);

    /// <summary>A state with one seat is its own district.</summary>
    private static PostRow Representative(UsState state, int district, string? until)
    {
        var role = RoleOf(state);
        if (state.Seats == 0) return new(House, $"{role} for {state.Name}", role, null, state.Division, 1, null, until);
        if (district == 0) return new(House, $"{role} for {state.Name}, at large", role, null, state.Division, 1, null, until);
        var division = string.Create(CultureInfo.InvariantCulture, $"{state.Division}/cd:{district}");
        return new(House, string.Create(CultureInfo.InvariantCulture, $"{role} for {state.Name}, district {district}"), role, null, division, 1, null, until);
    }

    private static int? Number(JsonNode term, string name) => int.TryParse(term.Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
