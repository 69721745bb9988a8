using System.Text.Json;
using CivicPulse.Platform.Data;

namespace CivicPulse.Platform.Access;

/// <summary>
/// What a filter asks about whom its context is bound to at that moment. The calls stand in the filters as they are: the model is built
/// once and contexts are pooled, so anything kept here would be the answer for somebody else.
/// </summary>
internal static class Asking
{
    private static Reach ReachOf(TenantDb db, string word) => db.Actor?.ReachOf(word) ?? Reach.Nowhere;

    public static bool Everything(TenantDb db, string word) => ReachOf(db, word).Everything;

    public static bool Own(TenantDb db, string word) => ReachOf(db, word).Own;

    public static bool Somewhere(TenantDb db, string word) => ReachOf(db, word) is { } reach
        && (reach.Everything || reach.Own || reach.Teams.Length > 0 || reach.Districts.Length > 0 || reach.States.Length > 0);

    public static Guid[] Teams(TenantDb db, string word) => ReachOf(db, word).Teams;

    public static Guid[] Districts(TenantDb db, string word) => ReachOf(db, word).Districts;

    /// <summary>Grants name states as words; those that this table does not know reach nothing in it.</summary>
    public static TState[] States<TState>(TenantDb db, string word) where TState : struct, Enum =>
        ReachOf(db, word).States.Length == 0 ? [] : [.. Enum.GetValues<TState>().Where(s => ReachOf(db, word).States.Contains(JsonNamingPolicy.SnakeCaseLower.ConvertName(s.ToString()), StringComparer.Ordinal))];

    /// <summary>Never the owner of a row that nobody owns.</summary>
    public static Guid Account(TenantDb db) => db.Actor?.Id ?? Guid.Empty;

    public static Guid[] Memberships(TenantDb db) => db.Actor?.Held.Teams ?? [];

    /// <summary>On the public portal: what is published, to everybody alike.</summary>
    public static bool Visiting(TenantDb db) => db.Actor?.IsVisitor == true;

    public static bool SeesEvery(TenantDb db, Type table) => RecordRule.Of(db, table)!.SeesEvery(db);
}
