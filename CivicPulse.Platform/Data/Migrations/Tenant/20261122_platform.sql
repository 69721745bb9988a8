create table audit_entries (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    actor_kind text not null,
    actor_id uuid,
    trace_id text,
    entity text not null,
    operation text not null,
    record_id uuid,
    before jsonb,
    after jsonb
);
create index audit_entries_record on audit_entries (record_id, id);

create table outbox (
    id bigint generated always as identity primary key,
    type text not null,
    payload jsonb not null,
    trace_parent text,
    actor_id uuid,
    told_at timestamptz not null,
    attempts integer not null default 0,
    next_attempt_at timestamptz,
    error text,
    done_at timestamptz,
    dead_at timestamptz
);
create index outbox_open on outbox (id) where done_at is null and dead_at is null;

create table handled (
    fact_id bigint not null references outbox on delete cascade,
    reaction text not null,
    handled_at timestamptz not null,
    primary key (fact_id, reaction)
);

create table jobs (
    id uuid primary key,
    kind text not null,
    state text not null,
    progress double precision not null,
    step text not null,
    subject_kind text not null,
    subject_id uuid not null,
    account_id uuid,
    error text,
    finished_at timestamptz,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index jobs_newest on jobs (created_at desc, id desc);
create index jobs_subject on jobs (subject_id, created_at desc);
