using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Endpoints;

/// <summary>What a request names, or the problem that it names nothing.</summary>
internal static class Found
{
    public static async Task<Election> ElectionAsync(TenantDb db, Guid id, CancellationToken ct) =>
        await db.Elections.FirstOrDefaultAsync(e => e.Id == id, ct) ?? throw new BadInput("elections.no_such_election", "There is no election with this election_id.", StatusCodes.Status422UnprocessableEntity);

    /// <summary>One whose counts may change.</summary>
    public static async Task<Election> OpenElectionAsync(TenantDb db, Guid id, CancellationToken ct)
    {
        var election = await ElectionAsync(db, id, ct);
        election.CheckOpen();
        return election;
    }

    public static async Task<Contest> ContestAsync(TenantDb db, Guid id, CancellationToken ct) =>
        await db.Contests.FirstOrDefaultAsync(c => c.Id == id, ct) ?? throw new BadInput("elections.no_such_contest", "There is no contest with this id.", StatusCodes.Status422UnprocessableEntity);

    public static async Task PartyAsync(TenantDb db, Guid? id, CancellationToken ct)
    {
        if (id is { } party && !await db.Parties.AnyAsync(p => p.Id == party, ct)) throw new BadInput("elections.no_such_party", "There is no party with this id.", StatusCodes.Status422UnprocessableEntity);
    }

    public static async Task<ReportingUnit> UnitAsync(TenantDb db, Guid election, Guid id, CancellationToken ct) =>
        await db.ReportingUnits.FirstOrDefaultAsync(u => u.Id == id && u.ElectionId == election, ct)
            ?? throw new BadInput("elections.no_such_unit", "There is no reporting unit with this id in the election.", StatusCodes.Status422UnprocessableEntity);

    public static async Task<ContestSelection> SelectionAsync(TenantDb db, Guid id, CancellationToken ct) =>
        await db.ContestSelections.FirstOrDefaultAsync(s => s.Id == id, ct) ?? throw new BadInput("elections.no_such_selection", "There is no selection with this id.", StatusCodes.Status422UnprocessableEntity);

    /// <summary>A word of an enumeration in an address.</summary>
    public static T? Word<T>(string? text, string parameter) where T : struct, Enum
    {
        if (text is null) return null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (Wire.Word(value) == text) return value;
        }
        throw new BadInput("elections.unknown_word", $"`{parameter}` is one of: {string.Join(", ", Enum.GetValues<T>().Select(Wire.Word))}.");
    }
}
