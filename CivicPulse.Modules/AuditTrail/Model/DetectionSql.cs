namespace CivicPulse.Modules.AuditTrail.Model;

/// <summary>
/// One pass over the last hour. Where that begins is told by the seals, so no index on times is needed; without seals, the newest
/// 200,000 entries are looked at. A finding carries the hour, so that what goes on is raised again, but not every minute.
/// </summary>
internal static class DetectionSql
{
    public const string Recent = """
        with recent as materialized (
            select e.* from audit_entries e
            where e.written_in >= coalesce((select max(to_tx) from audit_seals where sealed_at < now() - interval '1 hour'), 0)
              and e.id > coalesce((select max(id) from audit_entries), 0) - 200000 and e.at >= now() - interval '1 hour'
              and (e.operation in ('delete', 'accounts.sign_in_refused') or e.operation like '%.exported' or e.entity = 'grants')),
        last as (select * from recent where at >= now() - interval '10 minutes'),
        hour as (select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24') as name)
        select 'account_guessed', 'account_guessed:' || record_id || ':' || hour.name, record_id, count(*) from last, hour
        where operation = 'accounts.sign_in_refused' and record_id is not null group by record_id, hour.name having count(*) >= 10
        union all
        select 'passwords_sprayed', 'passwords_sprayed:' || hour.name, null, count(*) from last, hour
        where operation = 'accounts.sign_in_refused' group by hour.name having count(*) >= 50
        union all
        select 'many_exports', 'many_exports:' || coalesce(actor_id::text, actor_kind) || ':' || hour.name, actor_id, count(*) from recent, hour
        where operation like '%.exported' group by actor_id, actor_kind, hour.name having count(*) >= 10
        union all
        select 'role_granted_to_oneself', 'role_granted_to_oneself:' || id, actor_id, 1 from recent
        where entity = 'grants' and operation in ('insert', 'update') and actor_kind <> 'system' and after ->> 'account_id' = actor_id::text
        union all
        select 'owner_added', 'owner_added:' || r.id, (r.after ->> 'account_id')::uuid, 1 from recent r
        where r.entity = 'grants' and r.operation in ('insert', 'update') and r.after ->> 'role' = 'owner' and coalesce(r.before ->> 'role', '') <> 'owner'
          and exists (select from audit_entries e where e.entity = 'grants' and e.id < r.id and e.after ->> 'role' = 'owner')
        union all
        select 'mass_deletion', 'mass_deletion:' || coalesce(actor_id::text, actor_kind) || ':' || hour.name, actor_id, count(*) from last, hour
        where operation = 'delete' group by actor_id, actor_kind, hour.name having count(distinct written_in) >= 25 or count(*) >= 1000
        """;
}
