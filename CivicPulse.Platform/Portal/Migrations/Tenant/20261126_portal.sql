create table portal_settings (
    id uuid primary key,
    open boolean not null,
    sections text[] not null,
    takes_corrections boolean not null,
    welcome text,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);

create table corrections (
    id uuid primary key,
    record_kind text not null,
    record_id uuid not null,
    record_title text not null,
    field text,
    proposed text,
    message text not null,
    email text,
    state text not null,
    answer text,
    resolved_at timestamptz,
    resolved_by uuid,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index corrections_newest on corrections (created_at desc, id desc);
create index corrections_record on corrections (record_id);
