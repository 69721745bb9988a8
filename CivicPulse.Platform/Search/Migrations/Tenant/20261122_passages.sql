-- What the assistant reads: every source of this tenant, cut into passages. Derived data: a source can be indexed again at any time.
-- Runs with search_path = <tenant schema>, extensions.
create table passages (
    id                   uuid primary key,
    source_kind          text not null check (source_kind in ('transcript', 'document')),
    source_id            uuid not null,
    meeting_id           uuid,
    permission           text not null,                 -- the word an asker must hold to be shown this passage
    ordinal              int  not null check (ordinal >= 0),
    title                text not null,
    text                 text not null,
    first_turn           int,
    last_turn            int,
    start_offset         int,                           -- characters in the extracted text of a document
    end_offset           int,
    start_seconds        double precision,
    terms                tsvector not null,             -- our own stems with positions, never to_tsvector
    term_count           int  not null,
    embedding            vector not null,               -- no fixed length: it depends on the model
    embedding_model      text not null,                 -- vectors of different models are never compared
    embedding_dimensions int  not null,
    indexed_at           timestamptz not null default now(),
    unique (source_kind, source_id, ordinal),
    check (first_turn <= last_turn),
    check (start_offset <= end_offset)
);

create index passages_terms on passages using gin (terms);
create index passages_meeting_id on passages (meeting_id);

comment on column passages.text is 'derived from the source, which is audited itself';
comment on column passages.terms is 'derived from text';
comment on column passages.embedding is 'derived from text';
