create table bodies (
    id uuid primary key,
    name text not null unique,
    classification text not null,
    description text,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);

create table meetings (
    id uuid primary key,
    name text not null,
    start_date timestamptz not null,
    body_id uuid references bodies on delete set null,
    status text not null,
    transcript_state text not null,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index meetings_newest on meetings (start_date desc, id desc);
create index meetings_body on meetings (body_id, start_date desc);

create table agenda_items (
    id uuid primary key,
    meeting_id uuid not null references meetings on delete cascade,
    "order" integer not null,
    title text not null,
    notes text,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid,
    unique (meeting_id, "order")
);

create table transcripts (
    id uuid primary key,
    meeting_id uuid not null unique references meetings on delete cascade,
    file_name text,
    file_key text,
    turn_count integer not null,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);

create table transcript_turns (
    id uuid primary key,
    transcript_id uuid not null references transcripts on delete cascade,
    index integer not null,
    speaker text not null,
    text text not null,
    start_seconds double precision,
    end_seconds double precision,
    unique (transcript_id, index)
);

create table minutes (
    id uuid primary key,
    meeting_id uuid not null unique references meetings on delete cascade,
    transcript_id uuid not null references transcripts on delete cascade,
    status text not null,
    mode text not null,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index minutes_transcript on minutes (transcript_id);

create table minutes_lines (
    id uuid primary key,
    minutes_id uuid not null references minutes on delete cascade,
    kind text not null,
    "order" integer not null,
    text text not null,
    quote text not null,
    first_turn integer not null,
    last_turn integer not null,
    person text,
    unique (minutes_id, "order")
);
