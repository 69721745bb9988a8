using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Model;

/// <summary>Votes of a selection, added up over units of one type.</summary>
/// <param name="Top">Counted by units that no wider unit speaks for (a whole state speaks for all others, whether files say what lies in it or not): these add up to the result, the others only show it in parts.</param>
/// <param name="Whole">All ways of voting together: a stated total, or the ways of a unit that states none.</param>
internal sealed record TallyRow(Guid SelectionId, string Type, string CountItemType, bool Top, bool Whole, long Votes);

internal sealed record UnitVotesRow(Guid UnitId, Guid SelectionId, long Votes);

internal sealed record TurnoutRow(string Type, long Units, long? RegisteredVoters, long? BallotsCast);

/// <summary>Sums over votes. They see every row: what is asked for was found by the rules of the asker before.</summary>
internal static class ResultSql
{
    public static Task<List<TallyRow>> TallyAsync(this TenantDb db, Guid[] selections, CancellationToken ct) => db.Database.SqlQuery<TallyRow>($"""
        with states as (
            select v.selection_id from reporting_units u join vote_counts v on v.reporting_unit_id = u.id
            where u.type in ('state', 'country') and u.parent_id is null and v.selection_id = any ({selections})),
        counted as (
            select v.selection_id, u.type, v.count_item_type, v.votes,
                v.count_item_type = 'total' or not bool_or(v.count_item_type = 'total') over (partition by v.selection_id, v.reporting_unit_id) as whole,
                not exists (select from vote_counts w where w.selection_id = v.selection_id and w.reporting_unit_id in (u.parent_id, p.parent_id, g.parent_id))
                    and (u.type in ('state', 'country') or v.selection_id not in (select s.selection_id from states s)) as top
            from vote_counts v join reporting_units u on u.id = v.reporting_unit_id
                left join reporting_units p on p.id = u.parent_id left join reporting_units g on g.id = p.parent_id
            where v.selection_id = any ({selections}))
        select selection_id, type, count_item_type, top, whole, sum(votes)::bigint as votes from counted group by selection_id, type, count_item_type, top, whole
        """).ToListAsync(ct);

    /// <param name="way">A count item type, or null for all ways together.</param>
    public static Task<List<UnitVotesRow>> UnitVotesAsync(this TenantDb db, Guid[] selections, Guid[] units, string? way, CancellationToken ct) => db.Database.SqlQuery<UnitVotesRow>($"""
        with counted as (
            select v.reporting_unit_id as unit_id, v.selection_id, v.votes, v.count_item_type,
                v.count_item_type = 'total' or not bool_or(v.count_item_type = 'total') over (partition by v.selection_id, v.reporting_unit_id) as whole
            from vote_counts v where v.selection_id = any ({selections}) and v.reporting_unit_id = any ({units}))
        select unit_id, selection_id, sum(votes)::bigint as votes from counted
        where case when {way}::text is null then whole else count_item_type = {way}::text end group by unit_id, selection_id
        """).ToListAsync(ct);

    public static Task<List<TurnoutRow>> TurnoutAsync(this TenantDb db, Guid election, CancellationToken ct) => db.Database.SqlQuery<TurnoutRow>($"""
        select type, count(*) as units, sum(registered_voters)::bigint as registered_voters, sum(ballots_cast)::bigint as ballots_cast
        from reporting_units where election_id = {election} and (registered_voters is not null or ballots_cast is not null) group by type
        """).ToListAsync(ct);

    /// <summary>Waits for counts that are being saved, and lets no more come until this transaction ends.</summary>
    public static Task LockCountsAsync(this TenantDb db, Guid election, CancellationToken ct) => db.Database.ExecuteSqlAsync($"select from elections where id = {election} for update", ct);

    /// <summary>New counts, all in one statement.</summary>
    public static Task AddCountsAsync(this TenantDb db, IReadOnlyList<VoteCount> counts, CancellationToken ct)
    {
        var (ids, elections, selections, units) = (Each(counts, c => c.Id), Each(counts, c => c.ElectionId), Each(counts, c => c.SelectionId), Each(counts, c => c.ReportingUnitId));
        var (ways, votes) = (Each(counts, c => Way(c.CountItemType)), Each(counts, c => c.Votes));
        var (at, by) = (counts[0].CreatedAt, counts[0].CreatedBy);
        return db.Database.ExecuteSqlAsync($"""
            insert into vote_counts (id, election_id, selection_id, reporting_unit_id, count_item_type, votes, created_at, created_by, changed_at, changed_by)
            select n.id, n.election, n.selection, n.unit, n.way, n.votes, {at}, {by}::uuid, {at}, {by}::uuid
            from unnest({ids}, {elections}, {selections}, {units}, {ways}, {votes}) n (id, election, selection, unit, way, votes)
            """, ct);
    }

    public static Task ChangeCountsAsync(this TenantDb db, IReadOnlyList<VoteCount> counts, CancellationToken ct)
    {
        var (ids, votes, at, by) = (Each(counts, c => c.Id), Each(counts, c => c.Votes), counts[0].ChangedAt, counts[0].ChangedBy);
        return db.Database.ExecuteSqlAsync($"""
            update vote_counts v set votes = n.votes, changed_at = {at}, changed_by = {by}::uuid from unnest({ids}, {votes}) n (id, votes) where v.id = n.id and v.corrected_at is null
            """, ct);
    }

    private static string Way(CountItemType type) => Platform.Http.Wire.Word(type);

    private static T[] Each<T>(IReadOnlyList<VoteCount> counts, Func<VoteCount, T> value) => [.. counts.Select(value)];
}
