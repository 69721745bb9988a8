using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace CivicPulse.Platform.Facts;

/// <summary>A fact that is not done, with what became of it so far.</summary>
internal sealed record OpenFact(long Id, string Type, string Payload, string? TraceParent, Guid? ActorId, string[] Handled, string[] Dead);

/// <summary>What the relay asks and notes on its own connection, apart from the reactions' transactions.</summary>
internal static class RelaySql
{
    /// <summary>One Worker at a time for each tenant, until it lets go, is killed or loses this connection. Order rests on it, once-effect does not.</summary>
    public static async Task<bool> TryHoldRelayAsync(this NpgsqlConnection connection, CancellationToken ct)
    {
        await using var hold = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended(current_schema() || ':relay', 0))", connection);
        return (bool)(await hold.ExecuteScalarAsync(ct))!;
    }

    public static async Task LetGoOfRelayAsync(this NpgsqlConnection connection, CancellationToken ct)
    {
        await using var let = new NpgsqlCommand("select pg_advisory_unlock(hashtextextended(current_schema() || ':relay', 0))", connection);
        await let.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Facts that no module of this Worker reacts to are done.</summary>
    public static async Task FinishUnheardAsync(this NpgsqlConnection connection, string[] heard, CancellationToken ct)
    {
        await using var finish = new NpgsqlCommand("update outbox set done_at = now() where done_at is null and type <> all($1)", connection) { Parameters = { new() { Value = heard } } };
        await finish.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Reactions that failed a moment ago, and how long each still waits.</summary>
    public static async Task<Dictionary<string, TimeSpan>> PausedAsync(this NpgsqlConnection connection, CancellationToken ct)
    {
        await using var ask = new NpgsqlCommand(
            "select reaction, max(next_attempt_at) - now() from fact_failures where dead_at is null and next_attempt_at > now() group by reaction", connection);
        await using var reader = await ask.ExecuteReaderAsync(ct);
        var paused = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct)) paused[reader.GetString(0)] = reader.GetTimeSpan(1);
        return paused;
    }

    /// <summary>The oldest facts with a reaction that may run now, and those that only lack their end mark.</summary>
    public static async Task<IReadOnlyList<OpenFact>> NextFactsAsync(
        this NpgsqlConnection connection, IReadOnlyList<Reaction> reactions, IReadOnlyCollection<string> paused, CancellationToken ct)
    {
        await using var next = new NpgsqlCommand("""
            select o.id, o.type, o.payload::text, o.trace_parent, o.actor_id,
                array(select h.reaction from handled h where h.fact_id = o.id),
                array(select f.reaction from fact_failures f where f.fact_id = o.id and f.dead_at is not null)
            from outbox o cross join lateral (
                select count(*) filter (where r.may_run) as may_run, count(*) as left_over
                from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[]) as r (fact, old_fact, reaction, old_reaction, may_run)
                where o.type in (r.fact, r.old_fact)
                  and not exists (select from handled h where h.fact_id = o.id and h.reaction in (r.reaction, r.old_reaction))
                  and not exists (select from fact_failures f where f.fact_id = o.id and f.reaction in (r.reaction, '*') and f.dead_at is not null)) w
            where o.done_at is null and (w.may_run > 0 or w.left_over = 0)
            order by o.id limit 100
            """, connection)
        {
            Parameters =
            {
                new() { Value = reactions.Select(r => r.Fact).ToArray() },
                new() { Value = reactions.Select(r => r.FactType.Name).ToArray() },
                new() { Value = reactions.Select(r => r.Name).ToArray() },
                new() { Value = reactions.Select(r => r.Type.Name).ToArray() },
                new() { Value = reactions.Select(r => !paused.Contains(r.Name)).ToArray() },
            },
        };
        await using var reader = await next.ExecuteReaderAsync(ct);
        var facts = new List<OpenFact>();
        while (await reader.ReadAsync(ct))
        {
            facts.Add(new(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetGuid(4), reader.GetFieldValue<string[]>(5), reader.GetFieldValue<string[]>(6)));
        }
        return facts;
    }

    /// <summary>
    /// Counts that work on this fact begins, before it does: should it take the process down, the next Worker knows. Losing the count
    /// with a crash of the database is harmless, so nobody waits for the disk.
    /// </summary>
    public static async Task<int> BeginAsync(this NpgsqlConnection connection, long fact, CancellationToken ct)
    {
        await using var begin = new NpgsqlCommand("""
            with quick as (select set_config('synchronous_commit', 'off', true))
            update outbox set attempts = attempts + 1 from quick where id = $1 returning attempts
            """, connection) { Parameters = { new() { Value = fact } } };
        return (int)(await begin.ExecuteScalarAsync(ct) ?? 0);
    }

    /// <returns>How often this reaction has now failed for this fact.</returns>
    public static async Task<int> CountFailureAsync(this NpgsqlConnection connection, long fact, string reaction, int by, string error, bool pause, CancellationToken ct)
    {
        await using var count = new NpgsqlCommand("""
            insert into fact_failures as f (id, fact_id, reaction, attempts, next_attempt_at, error, created_at, changed_at)
            values ($1, $2, $3, $4, case when $6 then now() + interval '1 second' end, $5, now(), now())
            on conflict (fact_id, reaction) do update set attempts = f.attempts + $4, error = $5, changed_at = now(),
                next_attempt_at = case when $6 then now() + interval '1 second' * power(2, least(f.attempts + $4, 9) - 1) end
            returning attempts
            """, connection)
        {
            Parameters =
            {
                new() { Value = Guid.CreateVersion7() }, new() { Value = fact }, new() { Value = reaction }, new() { Value = by }, new() { Value = error },
                new() { Value = pause, NpgsqlDbType = NpgsqlDbType.Boolean },
            },
        };
        return (int)(await count.ExecuteScalarAsync(ct))!;
    }

    /// <summary>
    /// Somebody may replay a fact while its last reaction runs. So the rows are taken first, which waits for a replay that has not ended,
    /// and the second statement sees what is left then.
    /// </summary>
    private const string Finish = """
        select id from outbox where id = any(@facts) order by id for no key update;
        update outbox o set done_at = now() where o.id = any(@facts) and not exists (
            select from unnest(@heard, @old_heard, @reactions, @old_reactions) as r (fact, old_fact, reaction, old_reaction)
            where o.type in (r.fact, r.old_fact)
              and not exists (select from handled h where h.fact_id = o.id and h.reaction in (r.reaction, r.old_reaction))
              and not exists (select from fact_failures f where f.fact_id = o.id and f.reaction in (r.reaction, '*') and f.dead_at is not null))
        """;

    /// <summary>Those of the facts that every reaction has handled, or laid aside, are done.</summary>
    public static async Task FinishAsync(this NpgsqlConnection connection, long[] facts, IReadOnlyList<Reaction> reactions, CancellationToken ct)
    {
        await using var finish = new NpgsqlCommand(Finish, connection);
        finish.Parameters.AddRange(Finishing(facts, reactions));
        await finish.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter[] Finishing(long[] facts, IReadOnlyList<Reaction> reactions) =>
    [
        new("facts", facts), new("heard", reactions.Select(r => r.Fact).ToArray()), new("old_heard", reactions.Select(r => r.FactType.Name).ToArray()),
        new("reactions", reactions.Select(r => r.Name).ToArray()), new("old_reactions", reactions.Select(r => r.Type.Name).ToArray()),
    ];

    /// <summary>Marks work as done before it is, in its own transaction. Whose mark is there already, was done by another Worker.</summary>
    public static Task<List<HandledFact>> MarkHandledAsync(this TenantDb db, long[] facts, string[] reactions, CancellationToken ct) =>
        db.Set<HandledFact>().FromSql($"""
            insert into handled (fact_id, reaction, handled_at) select f, r, now() from unnest({facts}, {reactions}) as pairs (f, r)
            on conflict do nothing returning *
            """).AsNoTracking().ToListAsync(ct);

    /// <inheritdoc cref="FinishAsync(NpgsqlConnection, long[], IReadOnlyList{Reaction}, CancellationToken)"/>
    public static async Task FinishAsync(this TenantDb db, long[] facts, IReadOnlyList<Reaction> reactions, CancellationToken ct)
    {
        if (facts.Length > 0) await db.Database.ExecuteSqlRawAsync(Finish, Finishing(facts, reactions), ct);
    }

    public static Task ForgetFailuresAsync(this TenantDb db, long[] facts, string[] reactions, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"delete from fact_failures where (fact_id, reaction) in (select f, r from unnest({facts}, {reactions}) as pairs (f, r))", ct);

    public static Task LayAsideAsync(this TenantDb db, long fact, string reaction, CancellationToken ct) => db.Database.ExecuteSqlAsync(
        $"update fact_failures set dead_at = now(), next_attempt_at = null where fact_id = {fact} and reaction = {reaction}", ct);

    /// <summary>What is written from here on belongs to this trace, until the transaction ends.</summary>
    public static Task TraceAsync(this TenantDb db, string trace, CancellationToken ct) =>
        db.Database.ExecuteSqlAsync($"select set_config('app.trace_id', {trace}, true)", ct);
}
