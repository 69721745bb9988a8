-- As before, but a seal indexes no words of an entry that is being redacted.
create or replace function audit.install_functions(target_schema text, target_role text) returns void language plpgsql set search_path = pg_catalog, pg_temp as $$
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
            -- The sealer's snapshot may be older than a redaction: taking the rows makes such a round fail, and the next one sees it.
            insert into %1$I.audit_words select e.id, audit.words(e.before, e.after) from %1$I.audit_entries e
            where e.written_in >= audit_add_seal.from_tx and e.written_in < audit_add_seal.to_tx and e.commitment is null for share of e on conflict do nothing;
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
