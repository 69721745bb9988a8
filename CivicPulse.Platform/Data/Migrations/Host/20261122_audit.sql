-- The one writer of every tenant's audit_entries. Tenant roles may only read that table; the function runs as its owner and
-- writes into the schema of the table that fired it, so it cannot be pointed anywhere else.
-- Trigger arguments name columns that are derived from others and are left out.
create function audit.record() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    target text := format('%I.audit_entries', tg_table_schema);
    actor_kind text := coalesce(nullif(current_setting('app.actor_kind', true), ''), 'system');
    actor_id uuid := nullif(current_setting('app.actor_id', true), '')::uuid;
    trace_id text := nullif(current_setting('app.trace_id', true), '');
    derived text[] := coalesce(tg_argv::text[], '{}');
    head text := format('insert into %s (actor_kind, actor_id, trace_id, entity, operation, record_id, before, after) select $1, $2, $3, %L, %L, ',
        target, tg_table_name, lower(tg_op));
begin
    if tg_op = 'INSERT' then
        execute head || '(to_jsonb(n) ->> ''id'')::uuid, null, to_jsonb(n) - $4 from new_rows n' using actor_kind, actor_id, trace_id, derived;
    elsif tg_op = 'DELETE' then
        execute head || '(to_jsonb(o) ->> ''id'')::uuid, to_jsonb(o) - $4, null from old_rows o' using actor_kind, actor_id, trace_id, derived;
    else
        -- A full join: an update that changes the id itself is two entries, one for each id.
        execute head || 'id, to_jsonb(o) - $4, to_jsonb(n) - $4 from old_rows o full join new_rows n using (id) where to_jsonb(o) - $4 is distinct from to_jsonb(n) - $4'
            using actor_kind, actor_id, trace_id, derived;
    end if;
    return null;
end $$;

-- Gives every table of a schema its three triggers. Mechanism tables, which only repeat what is audited elsewhere, have none.
create function audit.install(target_schema text) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    t record;
    derived text;
begin
    for t in
        select c.oid, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = target_schema and c.relkind = 'r' and c.relname not in ('audit_entries', 'outbox', 'handled')
    loop
        select coalesce(string_agg(quote_literal(a.attname), ', '), '') into derived from pg_attribute a
        where a.attrelid = t.oid and a.attnum > 0 and col_description(t.oid, a.attnum) like 'derived%';
        execute format('create or replace trigger audit_insert after insert on %I.%I referencing new table as new_rows for each statement execute function audit.record(%s)', target_schema, t.relname, derived);
        execute format('create or replace trigger audit_delete after delete on %I.%I referencing old table as old_rows for each statement execute function audit.record(%s)', target_schema, t.relname, derived);
        execute format('create or replace trigger audit_update after update on %I.%I referencing old table as old_rows new table as new_rows for each statement execute function audit.record(%s)', target_schema, t.relname, derived);
    end loop;
end $$;
