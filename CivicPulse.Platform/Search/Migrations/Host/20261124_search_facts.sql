-- As before, with less work for a new entry: both languages are tried in place (a function in SQL would be read anew with each
-- transaction), and what can only concern an entry that was there already is asked only then.
create or replace function search.prepare() returns trigger language plpgsql as $$
declare
    folded text;
    sample text;
    config regconfig := 'pg_catalog.english';
    other_vector boolean := tg_op = 'INSERT' and new.embedding is not null;
begin
    if tg_op = 'UPDATE' then
        other_vector := new.embedding is not null and (old.embedding is null or new.embedding operator(extensions.<>) old.embedding);
    end if;
    if other_vector then new.vector_at := clock_timestamp(); end if;
    if tg_op = 'UPDATE' then
        if (new.title, new.keywords, new.body) is not distinct from (old.title, old.keywords, old.body) then return new; end if;
        if not other_vector then
            new.embedding := null;
            new.embedding_model := null;
            new.embedding_dimensions := null;
        end if;
    end if;
    folded := search.fold(left(new.body, 200000));
    new.title_plain := left(search.fold(new.title), 300);
    sample := left(new.title_plain || ' ' || search.fold(left(new.keywords, 500)) || ' ' || folded, 2000);
    if length(to_tsvector('pg_catalog.spanish', sample)) < length(to_tsvector('pg_catalog.english', sample)) then config := 'pg_catalog.spanish'; end if;
    -- A passage carries its source's title for show; the source itself is found by it.
    new.title_words := case when new.source_id is null then to_tsvector(config, new.title_plain) else '' end;
    new.words := setweight(new.title_words, 'A');
    if new.keywords <> '' then new.words := new.words || setweight(to_tsvector(config, search.fold(left(new.keywords, 20000))), 'B'); end if;
    if folded <> '' then new.words := new.words || setweight(to_tsvector(config, folded), 'D'); end if;
    new.text_hash := md5(new.title || chr(10) || new.keywords || chr(10) || new.body);
    new.awaits_vector := new.embedding is null and new.embedding_model is null;
    new.changed_at := now();
    return new;
end $$;

-- The fact has its stored name.
create or replace function search.write() returns trigger language plpgsql as $$
declare
    whole record;
    was_there boolean := false;
begin
    if new.removed then
        delete from search_entries where id = new.record_id or part_of_id = new.record_id or source_id = new.record_id;
        return new;
    end if;
    if new.inherits then
        -- A part is seen with what it is part of. Its own word stands before where that one can be reached from.
        -- Locked: who confines the whole meanwhile waits, and then finds this part.
        select reach, audience into whole from search_entries where id = new.part_of_id for share;
        new.reach := array(select new.permission || substr(r, strpos(r, '/')) from unnest(whole.reach) r);
        new.audience := whole.audience;
    end if;
    insert into search_entries (id, hit_id, record_table, kind, part_of_kind, part_of_id, title, keywords, body, url,
        permission, reach, audience, inherits, facets, occurred_at)
    values (new.record_id, new.record_id, new.record_table, new.kind, new.part_of_kind, new.part_of_id, new.title, new.keywords, coalesce(new.body, ''), new.url,
        new.permission, new.reach, new.audience, new.inherits, new.facets, new.occurred_at)
    on conflict (id) do nothing;
    if not found then
        update search_entries e set (record_table, kind, part_of_kind, part_of_id, title, keywords, body, url, permission, reach, audience, inherits, facets, occurred_at)
            = (new.record_table, new.kind, new.part_of_kind, new.part_of_id, new.title, new.keywords, coalesce(new.body, e.body), new.url,
               new.permission, new.reach, new.audience, new.inherits, new.facets, new.occurred_at)
            where e.id = new.record_id
            and (e.record_table, e.kind, e.part_of_kind, e.part_of_id, e.title, e.keywords, e.body, e.url, e.permission, e.reach, e.audience, e.inherits, e.facets, e.occurred_at)
                is distinct from (new.record_table, new.kind, new.part_of_kind, new.part_of_id, new.title, new.keywords, coalesce(new.body, e.body), new.url,
                new.permission, new.reach, new.audience, new.inherits, new.facets, new.occurred_at);
        if not found then return new; end if;
        was_there := true;
    end if;
    -- Parts of a new entry, which came before it, need nothing unless it is confined.
    if was_there or new.reach <> '{}' or new.audience is not null then
        update search_entries p set reach = array(select p.permission || substr(r, strpos(r, '/')) from unnest(new.reach) r), audience = new.audience
            where p.part_of_id = new.record_id and p.inherits;
    end if;
    -- One open fact a tenant is enough: its reaction takes all that waits.
    if not exists (select from outbox where type = 'platform.search_text_changed' and done_at is null) then
        insert into outbox (type, payload, told_at) values ('platform.search_text_changed', '{}', now());
    end if;
    return new;
end $$;
