create table questions (
    id uuid primary key,
    account_id uuid not null,
    text text not null,
    meeting_id uuid,
    status text not null,
    mode text not null,
    sentences jsonb not null,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index questions_own on questions (account_id, created_at desc, id desc);
