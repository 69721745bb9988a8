create table kept_answers (
    id uuid primary key,
    account_id uuid not null,
    route text not null,
    key text not null,
    request_hash bytea not null,
    status integer not null,
    content_type text,
    location text,
    etag text,
    body bytea,
    kept_at timestamptz not null,
    unique (account_id, route, key)
);
create index kept_answers_oldest on kept_answers (kept_at);
comment on table kept_answers is 'mechanism: repeats what is recorded with the change itself';
