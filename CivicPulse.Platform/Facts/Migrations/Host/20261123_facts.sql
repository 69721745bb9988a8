-- Which tenants of this database have something to do, found without opening each of them. It runs as its owner and shows counts only;
-- the counts stop at 10,000, the queries stand on the partial indexes of open rows.
create function tenants_with_work() returns table (slug text, open_facts bigint, oldest_at timestamptz, dead_facts bigint, open_jobs bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
    tenant record;
    busy boolean;
begin
    for tenant in
        select t.slug, n.nspname from platform.tenants t join pg_namespace n on n.nspname = 't_' || replace(t.slug, '-', '_')
        where t.suspended_at is null and exists (select from pg_class c where c.relnamespace = n.oid and c.relname = 'fact_failures')
    loop
        -- Most have nothing to do, and this costs half of counting it.
        execute format($q$
            select exists (select from %1$I.outbox where done_at is null) or exists (select from %1$I.jobs where state in ('queued', 'running'))
                or exists (select from %1$I.fact_failures where dead_at is not null)
            $q$, tenant.nspname) into busy;
        continue when not busy;
        return query execute format($q$
            select %1$L::text, w.* from (select
                (select count(*) from (select from %2$I.outbox where done_at is null limit 10000) f),
                (select f.told_at from %2$I.outbox f where f.done_at is null order by f.id limit 1),
                (select count(*) from (select from %2$I.fact_failures where dead_at is not null limit 10000) d),
                (select count(*) from (select from %2$I.jobs where state in ('queued', 'running') limit 10000) j)) w (open_facts, oldest_at, dead_facts, open_jobs)
            $q$, tenant.slug, tenant.nspname);
    end loop;
end $$;
revoke all on function tenants_with_work() from public;
grant execute on function tenants_with_work() to civicpulse_host;
