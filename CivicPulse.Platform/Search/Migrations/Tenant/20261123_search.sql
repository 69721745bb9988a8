-- What is found: one row for every searchable record, and one for every passage. Derived data: a reindex makes it again.
create table search_entries (
    id uuid primary key,                                -- the record's own id, or the passage's
    hit_id uuid not null,                               -- rows of one hit: of a document and its passages the best one is shown
    record_table text not null,
    kind text not null,
    part_of_kind text,
    part_of_id uuid,                                    -- the record that takes this one along when it goes
    source_id uuid,                                     -- of a passage: what it was cut from
    title text not null,
    keywords text not null default '',
    body text not null default '',
    url text not null,
    first_turn integer,
    last_turn integer,
    permission text not null,                           -- the word an asker must hold
    reach text[] not null default '{}',                 -- word/own:..., word/team:... for those whose word does not reach everything
    audience text[],                                    -- of a confined record: the word, the owner and the team that open it
    inherits boolean not null default false,            -- seen with what it is part of, and only with it
    facets text[] not null default '{}',                -- name:value
    occurred_at timestamptz not null,
    title_plain text not null default '',
    title_words tsvector not null default '',
    words tsvector not null default '',
    text_hash text not null default '',
    embedding halfvec,                                  -- no fixed length: it depends on the model
    embedding_model text,                               -- vectors of different models are never compared
    embedding_dimensions integer,
    vector_at timestamptz,                              -- a page that follows another ignores vectors made in between
    awaits_vector boolean not null default true,
    changed_at timestamptz not null default now()
);
comment on table search_entries is 'mechanism: derived from records that are audited themselves';
-- Ranking reads words and vectors of a thousand rows and bodies of a page: bodies lie elsewhere.
alter table search_entries alter column words set storage main, alter column title_words set storage main, alter column embedding set storage main;
alter table search_entries set (toast_tuple_target = 1024);

create index search_entries_words on search_entries using gin (words) with (gin_pending_list_limit = 256);
create index search_entries_title_words on search_entries using gin (title_words) with (gin_pending_list_limit = 256);
create index search_entries_title on search_entries using gin (title_plain gin_trgm_ops) with (gin_pending_list_limit = 256);
create index search_entries_newest on search_entries (occurred_at desc);
create index search_entries_kind on search_entries (kind, occurred_at desc);
create index search_entries_part_of on search_entries (part_of_id) where part_of_id is not null;
create index search_entries_source on search_entries (source_id) where source_id is not null;
create index search_entries_awaiting on search_entries (changed_at) where awaits_vector;

create trigger search_prepare before insert or update on search_entries for each row execute function search.prepare();

-- Words that occur, for those who mistype them. A word alone shows nothing: what is offered must lead to something the asker may read.
create table search_words (word text primary key);
comment on table search_words is 'mechanism: derived from search_entries';
create index search_words_similar on search_words using gin (word gin_trgm_ops);

-- One row for each model whose vectors are many.
create table search_vector_indexes (
    model text not null,
    dimensions integer not null check (dimensions between 1 and 4000),
    made_at timestamptz not null default now(),
    primary key (model, dimensions)
);
comment on table search_vector_indexes is 'mechanism: derived from search_entries';
create trigger search_index_vectors before insert on search_vector_indexes for each row execute function search.index_vectors();

-- Where saves write what is to be found: an upsert or a removal, applied by the trigger in the save's own transaction.
create view search_writes as
    select id as write_id, id as record_id, record_table, kind, part_of_kind, part_of_id, title, keywords, body, url,
        permission, reach, audience, inherits, facets, occurred_at, false as removed from search_entries;
create trigger search_write instead of insert on search_writes for each row execute function search.write();

create index outbox_search on outbox (id) where type = 'SearchTextChanged' and done_at is null;

-- A tenant with records from before is indexed by the Worker.
insert into jobs (id, kind, state, progress, step, subject_kind, subject_id, created_at, changed_at)
    select gen_random_uuid(), 'search_reindex', 'queued', 0, 'waiting', 'search', gen_random_uuid(), now(), now()
    where exists (select from audit_entries);
