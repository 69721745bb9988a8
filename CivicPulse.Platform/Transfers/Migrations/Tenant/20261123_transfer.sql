create table imports (
    id uuid primary key,
    kind text not null,
    file_name text not null,
    file_key text not null,
    size bigint not null,
    sha256 text not null,
    format text not null,
    dialect jsonb not null,
    columns jsonb not null,
    mapping jsonb not null,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index imports_newest on imports (created_at desc, id desc);

create table import_runs (
    id uuid primary key,
    import_id uuid not null references imports on delete cascade,
    job_id uuid not null,
    dry_run boolean not null,
    existing text not null,
    mapping jsonb not null,
    state text not null,
    read bigint not null,
    created bigint not null,
    updated bigint not null,
    unchanged bigint not null,
    rejected bigint not null,
    error text,
    finished_at timestamptz,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index import_runs_newest on import_runs (import_id, created_at desc, id desc);

-- One at a time.
create unique index import_runs_running on import_runs (import_id) where state = 'running';

create table import_rejects (
    id uuid primary key,
    run_id uuid not null references import_runs on delete cascade,
    row_number bigint not null,
    code text not null,
    field text,
    message text not null,
    cells jsonb not null,
    unique (run_id, row_number)
);
comment on column import_rejects.cells is 'derived from the file, whose hash is audited';
