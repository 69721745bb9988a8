-- What every tenant's search shares: functions only, no data. They run as their caller and find the tables by its search path.
create schema search;
grant usage on schema search to civicpulse_tenant;

-- Lower case without accents: "Reunión" and "reunion" are one word.
create function search.fold(text) returns text language sql immutable strict parallel safe
    return regexp_replace(normalize(lower($1), NFD), '[\u0300-\u036f]', '', 'g');

-- The language whose little words a text is full of: they vanish from its vector.
create function search.language(folded text) returns regconfig language sql immutable strict parallel safe
    return case when length(to_tsvector('pg_catalog.spanish', folded)) < length(to_tsvector('pg_catalog.english', folded))
        then 'pg_catalog.spanish'::regconfig else 'pg_catalog.english'::regconfig end;

-- Keeps what is derived from an entry's text in step with it. A vector of another text is dropped; the Worker makes a new one.
create function search.prepare() returns trigger language plpgsql as $$
declare
    folded text;
    config regconfig;
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
    config := search.language(left(new.title_plain || ' ' || search.fold(left(new.keywords, 500)) || ' ' || folded, 2000));
    -- A passage carries its source's title for show; the source itself is found by it.
    new.title_words := case when new.source_id is null then to_tsvector(config, new.title_plain) else '' end;
    new.words := setweight(new.title_words, 'A') || setweight(to_tsvector(config, search.fold(left(new.keywords, 20000))), 'B')
        || setweight(to_tsvector(config, folded), 'D');
    new.text_hash := md5(new.title || chr(10) || new.keywords || chr(10) || new.body);
    new.awaits_vector := new.embedding is null and new.embedding_model is null;
    new.changed_at := now();
    return new;
end $$;

-- What a save says about its searchable records arrives here, inside the save's own transaction.
create function search.write() returns trigger language plpgsql as $$
declare
    whole record;
begin
    if new.removed then
        delete from search_entries where id = new.record_id or part_of_id = new.record_id or source_id = new.record_id;
        return new;
    end if;
    if new.inherits then
        -- A part is seen with what it is part of. Its own word stands before where that one can be reached from.
        select reach, audience into whole from search_entries where id = new.part_of_id;
        new.reach := array(select new.permission || substr(r, strpos(r, '/')) from unnest(whole.reach) r);
        new.audience := whole.audience;
    end if;
    insert into search_entries as e (id, hit_id, record_table, kind, part_of_kind, part_of_id, title, keywords, body, url,
        permission, reach, audience, inherits, facets, occurred_at)
    values (new.record_id, new.record_id, new.record_table, new.kind, new.part_of_kind, new.part_of_id, new.title, new.keywords, coalesce(new.body, ''), new.url,
        new.permission, new.reach, new.audience, new.inherits, new.facets, new.occurred_at)
    on conflict (id) do update set (record_table, kind, part_of_kind, part_of_id, title, keywords, body, url, permission, reach, audience, inherits, facets, occurred_at)
        = (excluded.record_table, excluded.kind, excluded.part_of_kind, excluded.part_of_id, excluded.title, excluded.keywords, coalesce(new.body, e.body), excluded.url,
           excluded.permission, excluded.reach, excluded.audience, excluded.inherits, excluded.facets, excluded.occurred_at)
        where (e.record_table, e.kind, e.part_of_kind, e.part_of_id, e.title, e.keywords, e.body, e.url, e.permission, e.reach, e.audience, e.inherits, e.facets, e.occurred_at)
            is distinct from (excluded.record_table, excluded.kind, excluded.part_of_kind, excluded.part_of_id, excluded.title, excluded.keywords, coalesce(new.body, e.body), excluded.url,
            excluded.permission, excluded.reach, excluded.audience, excluded.inherits, excluded.facets, excluded.occurred_at);
    if not found then return new; end if;
    update search_entries p set reach = array(select p.permission || substr(r, strpos(r, '/')) from unnest(new.reach) r), audience = new.audience
        where p.part_of_id = new.record_id and p.inherits;
    -- One open fact a tenant is enough: its reaction takes all that waits.
    insert into outbox (type, payload, told_at) select 'SearchTextChanged', '{}', now()
        where not exists (select from outbox where type = 'SearchTextChanged' and done_at is null);
    return new;
end $$;

-- An index over one model's vectors, built while they are few enough for a moment's work; it grows with every row after that.
-- Runs as the owner, in the schema of the table that fired it, so it cannot be pointed anywhere else.
create function search.index_vectors() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    execute format('create index if not exists %I on %I.search_entries using hnsw ((embedding::extensions.halfvec(%s)) extensions.halfvec_cosine_ops)
        where embedding_model = %L and embedding_dimensions = %s',
        'search_vectors_' || left(md5(new.model), 12) || '_' || new.dimensions, tg_table_schema, new.dimensions, new.model, new.dimensions);
    return new;
end $$;
