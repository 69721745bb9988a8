-- The installation's own audit: what concerns no tenant, or happened before one was known.
create table audit_entries (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    actor_kind text not null,
    actor_id uuid,
    trace_id text,
    entity text not null,
    operation text not null,
    record_id uuid,
    before jsonb,
    after jsonb
);
create index audit_entries_record on audit_entries (record_id, id);

-- Which columns of a table are never written down: those derived from others, and secrets. A comment says so; names that can only be
-- secrets need none, so that a forgotten comment leaks nothing.
create function audit.left_out(target regclass) returns text language sql stable set search_path = pg_catalog, pg_temp as $$
    select coalesce(string_agg(quote_literal(a.attname), ', ' order by a.attnum), '') from pg_attribute a
    where a.attrelid = target and a.attnum > 0 and not a.attisdropped
      and (col_description(a.attrelid, a.attnum) ~ '^(derived|secret)'
           or a.attname ~ '(^|_)(password|secret|token|private_key)(_|$)|^(password|token|key|code|recovery)_hash$|^(security|concurrency)_stamp$')
$$;

-- The function by which a schema's role writes down an event that changed no row: into this schema's entries and no others.
create function audit.install_note(target_schema text, target_role text) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    execute format($f$
        create or replace function %1$I.audit_note(action text, entity text, record_id uuid, detail jsonb) returns void
        language sql volatile security definer set search_path = pg_catalog, pg_temp as $note$
            insert into %1$I.audit_entries (actor_kind, actor_id, trace_id, entity, operation, record_id, after)
            select coalesce(nullif(current_setting('app.actor_kind', true), ''), 'system'), nullif(current_setting('app.actor_id', true), '')::uuid,
                   nullif(current_setting('app.trace_id', true), ''), audit_note.entity, audit_note.action, audit_note.record_id, audit_note.detail
        $note$ $f$, target_schema);
    execute format('revoke all on function %I.audit_note(text, text, uuid, jsonb) from public', target_schema);
    if target_role is not null then
        execute format('grant execute on function %I.audit_note(text, text, uuid, jsonb) to %I', target_schema, target_role);
    end if;
end $$;

-- The writer behind every table's triggers, in the place of audit.record(). Its arguments are the table's key columns as a list, the
-- column that names the record, and the columns to leave out; they are made by audit.watch and so is every name in what is executed.
create function audit.write_entries() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    keys text := tg_argv[0];
    record_column text := tg_argv[1];
    left_out text := case when tg_nargs > 2 then format(' - %L::text[]', tg_argv[2:]) else '' end;
    old_row text := 'to_jsonb(o)' || left_out;
    new_row text := 'to_jsonb(n)' || left_out;
    old_id text := case when record_column = '' then 'null::uuid' else format('o.%I', record_column) end;
    new_id text := case when record_column = '' then 'null::uuid' else format('n.%I', record_column) end;
    rows text;
begin
    if tg_op = 'INSERT' then
        rows := format('select %s as record_id, null::jsonb as before, %s as after from new_rows n', new_id, new_row);
    elsif tg_op = 'DELETE' then
        rows := format('select %s as record_id, %s as before, null::jsonb as after from old_rows o', old_id, old_row);
    elsif keys = '' then
        rows := format('select %s as record_id, %s as before, null::jsonb as after from old_rows o union all select %s, null, %s from new_rows n', old_id, old_row, new_id, new_row);
    else
        -- A full join: an update that changes the key itself is two entries, one for each key.
        rows := format('select * from (select coalesce(%s, %s) as record_id, %s as before, %s as after from old_rows o full join new_rows n using (%s) offset 0) r where before is distinct from after',
            new_id, old_id, old_row, new_row, keys);
    end if;
    execute format('insert into %I.audit_entries (actor_kind, actor_id, trace_id, entity, operation, record_id, before, after) select $1, $2, $3, %L, %L, record_id, before, after from (%s) r',
            tg_table_schema, tg_table_name, lower(tg_op), rows)
        using coalesce(nullif(current_setting('app.actor_kind', true), ''), 'system'), nullif(current_setting('app.actor_id', true), '')::uuid, nullif(current_setting('app.trace_id', true), '');
    return null;
end $$;

-- One table's three triggers.
create function audit.watch(target regclass) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    keys text[];
    record_column text;
    arguments text;
begin
    select coalesce(array_agg(a.attname::text order by a.attnum), '{}') into keys
    from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey) where i.indrelid = target and i.indisprimary;
    select a.attname into record_column from pg_attribute a
    where a.attrelid = target and a.atttypid = 'uuid'::regtype and not a.attisdropped and (a.attname = 'id' or a.attname = keys[1])
    order by a.attname = 'id' desc limit 1;
    arguments := concat_ws(', ', quote_literal((select coalesce(string_agg(quote_ident(k), ', '), '') from unnest(keys) k)),
        quote_literal(coalesce(record_column, '')), nullif(audit.left_out(target), ''));
    execute format('create or replace trigger audit_insert after insert on %s referencing new table as new_rows for each statement execute function audit.write_entries(%s)', target, arguments);
    execute format('create or replace trigger audit_delete after delete on %s referencing old table as old_rows for each statement execute function audit.write_entries(%s)', target, arguments);
    execute format('create or replace trigger audit_update after update on %s referencing old table as old_rows new table as new_rows for each statement execute function audit.write_entries(%s)', target, arguments);
end $$;

create or replace function audit.install(target_schema text) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    t record;
begin
    for t in
        select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = target_schema and c.relkind = 'r' and c.relname not in ('audit_entries', 'outbox', 'handled')
    loop
        perform audit.watch(t.oid);
    end loop;
    perform audit.install_note(target_schema, (select rolname from pg_roles where rolname = 'tenant_' || substr(target_schema, 3)));
end $$;

-- The installation's tables that people answer for. Sessions, keys and counters come and go by themselves: sign-ins are events.
create function audit.install_host() returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    t record;
begin
    for t in
        select c.oid from pg_class c
        where c.relnamespace = 'platform'::regnamespace and c.relkind = 'r' and c.relname not like 'qrtz\_%'
          and c.relname not in ('audit_entries', 'migrations', 'data_protection_keys', 'sessions')
    loop
        perform audit.watch(t.oid);
    end loop;
    perform audit.install_note('platform', 'civicpulse_host');
    revoke all on platform.audit_entries from civicpulse_host;
    grant select on platform.audit_entries to civicpulse_host;
end $$;
