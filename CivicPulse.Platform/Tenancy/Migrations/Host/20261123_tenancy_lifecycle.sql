alter table tenants
    add column state text not null default 'active' check (state in ('provisioning', 'active', 'suspended', 'deleting')),
    add column schema_version integer not null default 0,      -- tenant migrations of the release that migrated it last
    add column release text,                                   -- fingerprint of everything that release applies: equal means nothing to do
    add column migrated_at timestamptz,
    add column last_error text,
    add column last_error_at timestamptz,
    add column database text check (database ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'),
    add column locale text not null default 'en',
    add column time_zone text not null default 'UTC',
    add column theme_color text check (theme_color ~ '^#[0-9a-f]{6}$'),
    add column terminology jsonb not null default '{}';

comment on column tenants.database is 'the name of a configured connection, Tenants:<name>:ConnectionString; none: the shared database';
comment on column tenants.suspended_at is 'when the state became suspended';

update tenants set state = 'suspended' where suspended_at is not null;

create table tenant_domains (
    domain text primary key check (domain = lower(domain) and domain ~ '^[a-z0-9.-]{4,253}$'),
    tenant_id uuid not null references tenants on delete cascade,
    added_at timestamptz not null
);
create index tenant_domains_tenant on tenant_domains (tenant_id);

-- What is left of a tenant that was deleted: that it was here, how much of it, and that nothing is.
create table tenant_tombstones (
    id uuid primary key,
    slug text not null,
    name text not null,
    created_at timestamptz not null,
    deleted_at timestamptz not null,
    deleted_by text not null,
    tables jsonb not null,
    files bigint not null,
    file_bytes bigint not null,
    archive_sha256 text,
    verified_at timestamptz,
    previous_hash text,
    hash text
);
