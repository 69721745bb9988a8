create table plots (
    id uuid primary key,
    name text not null unique,
    gardener text,
    takings integer not null,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index plots_newest on plots (created_at desc, id desc);
