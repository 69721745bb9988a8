-- The ledger: a schema's audit entries in monthly partitions, each row with the transaction that wrote it and a random salt, so that
-- finished ranges can be sealed; the seals; and the words of sealed entries, for searching. See docs/admin/audit.md.

-- A field of what is hashed: its length in bytes, so that no two lists of fields read alike; ~ stands for nothing.
create function audit.field(value text) returns text language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when value is null then '~' else octet_length(convert_to(value, 'UTF8')) || ':' || value || ',' end
$$;

create function audit.commitment(salt uuid, before jsonb, after jsonb) returns bytea language sql immutable set search_path = pg_catalog, pg_temp as $$
    select sha256(uuid_send(salt) || convert_to(audit.field(before::text) || audit.field(after::text), 'UTF8'))
$$;

-- What a search looks through. A very long text is cut: a word vector holds one megabyte at most.
create function audit.words(before jsonb, after jsonb) returns tsvector language sql immutable set search_path = pg_catalog, pg_temp as $$
    select case when octet_length(coalesce(before::text, '')) + octet_length(coalesce(after::text, '')) < 200000
        then coalesce(jsonb_to_tsvector('simple', before, '["string", "numeric"]'), '') || coalesce(jsonb_to_tsvector('simple', after, '["string", "numeric"]'), '')
        else to_tsvector('simple', left(coalesce(after, before)::text, 50000)) end
$$;

-- This month's partition and the next one's. What fell into the default partition because nobody made one in time is moved.
create function audit.make_partitions(target_schema text) returns void language plpgsql set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
declare
    month timestamptz;
    part text;
begin
    for month in select generate_series(date_trunc('month', clock_timestamp()), date_trunc('month', clock_timestamp()) + interval '1 month', interval '1 month')
    loop
        part := 'audit_entries_' || to_char(month, 'YYYY_MM');
        continue when to_regclass(format('%I.%I', target_schema, part)) is not null;
        execute format('create table %1$I.%2$I (like %1$I.audit_entries including defaults)', target_schema, part);
        execute format('with moved as (delete from %1$I.audit_entries_default where at >= %3$L and at < %4$L returning *) insert into %1$I.%2$I select * from moved',
            target_schema, part, month, month + interval '1 month');
        execute format('alter table %1$I.audit_entries attach partition %1$I.%2$I for values from (%3$L) to (%4$L)', target_schema, part, month, month + interval '1 month');
    end loop;
end $$;

-- Transaction numbers begin anew when rows move to another cluster. Where the cluster changed, an offset keeps those of this ledger rising.
create table audit.eras (
    schema text primary key,
    system_identifier bigint not null,
    shift bigint not null
);

create function audit.begin_era(target_schema text) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    here bigint := (select system_identifier from pg_control_system());
    known audit.eras := (select e from audit.eras e where e.schema = target_schema);
    numbered text := (select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
        where d.adrelid = format('%I.audit_entries', target_schema)::regclass and a.attname = 'written_in');
    highest bigint;
begin
    if known.system_identifier = here and numbered = format('(txid_current() + ''%s''::bigint)', known.shift) then return; end if;
    execute format('select greatest((select max(written_in) from %1$I.audit_entries), (select max(to_tx) from %1$I.audit_seals))', target_schema) into highest;
    known := (target_schema, here, greatest(0, coalesce(highest, 0) + 1 - txid_current()));
    execute format('alter table %I.audit_entries alter written_in set default txid_current() + ''%s''::bigint', target_schema, known.shift);
    insert into audit.eras values (known.*) on conflict (schema) do update set system_identifier = excluded.system_identifier, shift = excluded.shift;
end $$;

-- Turns a schema's plain audit_entries into a ledger, with the rows that are there.
create function audit.make_ledger(target_schema text) returns void language plpgsql set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
begin
    execute format($f$
        alter table %1$I.audit_entries rename to audit_entries_plain;
        drop index %1$I.audit_entries_record;
        create sequence %1$I.audit_entry_ids;
        create table %1$I.audit_entries (
            id bigint not null default nextval('%1$I.audit_entry_ids'),
            at timestamptz not null default clock_timestamp(),
            written_in bigint not null default txid_current(),
            actor_kind text not null,
            actor_id uuid,
            trace_id text,
            entity text not null,
            operation text not null,
            record_id uuid,
            before jsonb,
            after jsonb,
            salt uuid default gen_random_uuid(),
            commitment bytea
        ) partition by range (at);
        alter sequence %1$I.audit_entry_ids owned by %1$I.audit_entries.id;
        create index audit_entries_id on %1$I.audit_entries (id);
        create index audit_entries_record on %1$I.audit_entries (record_id, id);
        create index audit_entries_written on %1$I.audit_entries (written_in, id);
        create table %1$I.audit_entries_default partition of %1$I.audit_entries default;
        create table %1$I.audit_seals (
            number bigint primary key,
            sealed_at timestamptz not null,
            from_tx bigint not null,
            to_tx bigint not null,
            entries bigint not null,
            root bytea not null,
            previous bytea not null,
            hash bytea not null,
            key_id text not null,
            signature bytea not null
        );
        create table %1$I.audit_words (entry_id bigint primary key, words tsvector not null);
        create index audit_words_words on %1$I.audit_words using gin (words);
    $f$, target_schema);
    perform audit.make_partitions(target_schema);
    execute format($f$
        insert into %1$I.audit_entries (id, at, actor_kind, actor_id, trace_id, entity, operation, record_id, before, after)
        select id, at, actor_kind, actor_id, trace_id, entity, operation, record_id, before, after from %1$I.audit_entries_plain order by id;
        select setval('%1$I.audit_entry_ids', coalesce((select max(id) from %1$I.audit_entries_plain), 0) + 1, false);
        drop table %1$I.audit_entries_plain;
    $f$, target_schema);
end $$;

create function audit.refuse_truncate() returns trigger language plpgsql as $$
begin
    raise exception 'The rows of % are audited one by one: use delete.', tg_table_name using errcode = 'feature_not_supported';
end $$;

-- Who acts. A session that passed no gate, or that logged in as the owner itself, is an operator's.
create function audit.actor_kind(stated text, by_owner boolean) returns text language sql immutable as $$
    select case when stated is null or stated = '' or (stated = 'system' and by_owner) then 'operator' else stated end
$$;

-- One table's writer and its triggers. The writer is static SQL made for this table: planned once a session, three times as cheap as
-- SQL put together at every call. It sets no search path, which would cost as much again: instead every name in it is qualified, and
-- those who may write rows may create nothing that could stand in the way.
create or replace function audit.watch(target regclass) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    home text := (select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = target);
    name text := (select relname from pg_class where oid = target);
    writer text := format('%I.%I', home, left('audit_of_' || name, 63));
    keys text[];
    record_column text;
    left_out text := coalesce(nullif(audit.left_out(target), ''), '');
    source text;
    old_row text;
    new_row text;
    old_id text := 'null::pg_catalog.uuid';
    new_id text := 'null::pg_catalog.uuid';
    head text;
    changed text;
begin
    select coalesce(array_agg(quote_ident(a.attname) order by a.attnum), '{}') into keys
    from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey) where i.indrelid = target and i.indisprimary;
    select quote_ident(a.attname) into record_column from pg_attribute a
    where a.attrelid = target and a.atttypid = 'uuid'::regtype and not a.attisdropped and (a.attname = 'id' or quote_ident(a.attname) = keys[1])
    order by a.attname = 'id' desc limit 1;
    if record_column is not null then
        old_id := 'audit_old.' || record_column;
        new_id := 'audit_new.' || record_column;
    end if;
    if left_out <> '' then left_out := format(' operator(pg_catalog.-) array[%s]::pg_catalog.text[]', left_out); end if;
    old_row := 'pg_catalog.to_jsonb(audit_old)' || left_out;
    new_row := 'pg_catalog.to_jsonb(audit_new)' || left_out;
    head := format('insert into %I.audit_entries (actor_kind, actor_id, trace_id, entity, operation, record_id, before, after) select audit_kind, audit_actor, audit_trace, %L, ', home, name);
    changed := case
        when keys = '{}' then format('''update'', %s, %s, null::pg_catalog.jsonb from old_rows audit_old; %s ''update'', %s, null::pg_catalog.jsonb, %s from new_rows audit_new', old_id, old_row, head, new_id, new_row)
        -- A full join: an update that changes the key itself is two entries, one for each key.
        when left_out = '' then format('''update'', coalesce(%s, %s), %s, %s from old_rows audit_old full join new_rows audit_new using (%s) where (audit_old operator(pg_catalog.*<>) audit_new) is not false',
            new_id, old_id, old_row, new_row, array_to_string(keys, ', '))
        else format('''update'', r.record_id, r.before, r.after from (select coalesce(%s, %s) as record_id, %s as before, %s as after from old_rows audit_old full join new_rows audit_new using (%s) offset 0) r where r.before is distinct from r.after',
            new_id, old_id, old_row, new_row, array_to_string(keys, ', ')) end;
    source := format($f$
declare
    audit_kind pg_catalog.text := audit.actor_kind(pg_catalog.current_setting('app.actor_kind', true), session_user = current_user);
    audit_actor pg_catalog.uuid := nullif(pg_catalog.current_setting('app.actor_id', true), '')::pg_catalog.uuid;
    audit_trace pg_catalog.text := nullif(pg_catalog.current_setting('app.trace_id', true), '');
begin
    if tg_op = 'INSERT' then
        %1$s 'insert', %2$s, null::pg_catalog.jsonb, %3$s from new_rows audit_new;
    elsif tg_op = 'DELETE' then
        %1$s 'delete', %4$s, %5$s, null::pg_catalog.jsonb from old_rows audit_old;
    else
        %1$s %6$s;
    end if;
    return null;
end $f$, head, new_id, new_row, old_id, old_row, changed);
    -- Nothing to do for a table that is watched in this very way: a migration that runs again takes no lock on it.
    if exists (select from pg_proc where oid = to_regprocedure(writer || '()') and prosrc = source)
        and 4 = (select count(*) from pg_trigger where tgrelid = target and tgname like 'audit\_%' and tgenabled = 'O' and tgfoid in (to_regprocedure(writer || '()'), 'audit.refuse_truncate()'::regprocedure)) then
        return;
    end if;
    execute format('create or replace function %s() returns trigger language plpgsql security definer as %L', writer, source);
    execute format('revoke all on function %s() from public', writer);
    execute format('create or replace trigger audit_insert after insert on %s referencing new table as new_rows for each statement execute function %s()', target, writer);
    execute format('create or replace trigger audit_delete after delete on %s referencing old table as old_rows for each statement execute function %s()', target, writer);
    execute format('create or replace trigger audit_update after update on %s referencing old table as old_rows new table as new_rows for each statement execute function %s()', target, writer);
    execute format('create or replace trigger audit_truncate before truncate on %s for each statement execute function audit.refuse_truncate()', target);
    execute format('alter table %s enable trigger audit_insert, enable trigger audit_delete, enable trigger audit_update, enable trigger audit_truncate', target);
end $$;

-- A table that only repeats what is recorded elsewhere says so: comment on table x is 'mechanism: ...'.
create function audit.watched(target_schema text) returns setof regclass language sql stable set search_path = pg_catalog, pg_temp as $$
    select c.oid::regclass from pg_class c
    where c.relnamespace = to_regnamespace(quote_ident(target_schema)) and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname not like 'audit\_%' and c.relname not in ('outbox', 'handled')
      and coalesce(obj_description(c.oid, 'pg_class'), '') not like 'mechanism%'
      and (target_schema <> 'platform' or (c.relname not like 'qrtz\_%' and c.relname not in ('migrations', 'data_protection_keys', 'sessions')))
$$;

-- The functions by which a schema's role reaches its own ledger, and no other. Everything else about it belongs to the owner.
create function audit.install_functions(target_schema text, target_role text) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    shift bigint := (select e.shift from audit.eras e where e.schema = target_schema);
    f regprocedure;
begin
    perform audit.install_note(target_schema, null);
    execute format($f$
        create or replace function %1$I.audit_note(action text, entity text, record_id uuid, detail jsonb) returns void
        language sql volatile security definer set search_path = pg_catalog, pg_temp as $note$
            insert into %1$I.audit_entries (actor_kind, actor_id, trace_id, entity, operation, record_id, after)
            select audit.actor_kind(current_setting('app.actor_kind', true), session_user = current_user), nullif(current_setting('app.actor_id', true), '')::uuid,
                   nullif(current_setting('app.trace_id', true), ''), audit_note.entity, audit_note.action, audit_note.record_id, audit_note.detail
        $note$;
        create or replace function %1$I.audit_make_partitions() returns void
        language sql volatile security definer set search_path = pg_catalog, pg_temp set lock_timeout = '3s' as $make$ select audit.make_partitions(%1$L) $make$;
        -- Every transaction below this number has ended, for every reader of this snapshot.
        create or replace function %1$I.audit_horizon() returns bigint
        language sql volatile as $horizon$ select pg_catalog.txid_snapshot_xmin(pg_catalog.txid_current_snapshot()) + %2$s::bigint $horizon$;
        -- Adds the next seal and nothing else: right behind the last one, over transactions that have ended, and indexes the words of what it sealed.
        create or replace function %1$I.audit_add_seal(number bigint, sealed_at timestamptz, from_tx bigint, to_tx bigint, entries bigint, root bytea, previous bytea, hash bytea, key_id text, signature bytea) returns boolean
        language plpgsql security definer set search_path = pg_catalog, pg_temp as $seal$
        declare
            last %1$I.audit_seals;
        begin
            perform pg_advisory_xact_lock(hashtextextended('audit:' || %1$L, 0));
            select * into last from %1$I.audit_seals s order by s.number desc limit 1;
            if audit_add_seal.number <> coalesce(last.number, 0) + 1 or audit_add_seal.from_tx <> coalesce(last.to_tx, 0)
                or audit_add_seal.previous <> coalesce(last.hash, decode(repeat('00', 32), 'hex')) then return false; end if;
            if audit_add_seal.to_tx <= audit_add_seal.from_tx or audit_add_seal.to_tx > txid_snapshot_xmin(txid_current_snapshot()) + %2$s::bigint then
                raise exception 'A seal ends where transactions have ended.' using errcode = 'invalid_parameter_value';
            end if;
            insert into %1$I.audit_seals values (audit_add_seal.number, audit_add_seal.sealed_at, audit_add_seal.from_tx, audit_add_seal.to_tx, audit_add_seal.entries,
                audit_add_seal.root, audit_add_seal.previous, audit_add_seal.hash, audit_add_seal.key_id, audit_add_seal.signature);
            insert into %1$I.audit_words select e.id, audit.words(e.before, e.after) from %1$I.audit_entries e
            where e.written_in >= audit_add_seal.from_tx and e.written_in < audit_add_seal.to_tx and e.commitment is null on conflict do nothing;
            return true;
        end $seal$;
    $f$, target_schema, shift);
    for f in select p.oid::regprocedure from pg_proc p where p.pronamespace = to_regnamespace(quote_ident(target_schema))
        and p.proname in ('audit_note', 'audit_make_partitions', 'audit_horizon', 'audit_add_seal')
    loop
        execute format('revoke all on function %s from public', f);
        if target_role is not null then execute format('grant execute on function %s to %I', f, target_role); end if;
    end loop;
end $$;

-- After the grants of a schema: its role reads the ledger and writes nothing of it.
create function audit.protect(target_schema text, target_role text) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    t regclass;
begin
    for t in select c.oid from pg_class c where c.relnamespace = to_regnamespace(quote_ident(target_schema)) and c.relname like 'audit\_%' and c.relkind in ('r', 'p')
    loop
        execute format('revoke all on %s from %I', t, target_role);
    end loop;
    execute format('revoke all on sequence %I.audit_entry_ids from %I', target_schema, target_role);
    execute format('grant select on %1$I.audit_entries, %1$I.audit_seals, %1$I.audit_words to %2$I', target_schema, target_role);
end $$;

create or replace function audit.install(target_schema text) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    perform audit.begin_era(target_schema);
    perform audit.make_partitions(target_schema);
    perform audit.watch(t) from audit.watched(target_schema) t;
    perform audit.install_functions(target_schema, (select rolname from pg_roles where rolname = 'tenant_' || substr(target_schema, 3)));
end $$;

create or replace function audit.install_host() returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    perform audit.begin_era('platform');
    perform audit.make_partitions('platform');
    perform audit.watch(t) from audit.watched('platform') t;
    perform audit.install_functions('platform', 'civicpulse_host');
    perform audit.protect('platform', 'civicpulse_host');
end $$;

-- Takes what entries hold, and keeps their commitment: the seals still verify. Itself an entry, which the verifier asks for.
create function audit.redact(target_schema text, entry_ids bigint[], reason text) returns bigint language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
    done bigint[];
begin
    if coalesce(trim(reason), '') = '' then raise exception 'A redaction states its reason.' using errcode = 'invalid_parameter_value'; end if;
    execute format($f$
        with redacted as (
            update %1$I.audit_entries set commitment = audit.commitment(salt, before, after), salt = null, before = null, after = null
            where id = any ($1) and commitment is null and operation <> 'audit.redacted' returning id)
        select array_agg(id order by id) from redacted $f$, target_schema) into done using entry_ids;
    if done is null then return 0; end if;
    execute format('delete from %I.audit_words where entry_id = any ($1)', target_schema) using done;
    execute format('select %I.audit_note($1, $2, null, $3)', target_schema)
        using 'audit.redacted', 'audit_entries', jsonb_build_object('entries', to_jsonb(done), 'reason', reason);
    return cardinality(done);
end $$;

revoke all on all functions in schema audit from public;
-- The writers run as the owner, and so does what they call.
select audit.make_ledger('platform');
