create table accounts (
    id uuid primary key,
    display_name text not null,
    user_name text,
    normalized_user_name text unique,
    email text,
    normalized_email text unique,
    email_confirmed boolean not null,
    password_hash text,
    security_stamp text,
    concurrency_stamp text,
    phone_number text,
    phone_number_confirmed boolean not null,
    two_factor_enabled boolean not null,
    lockout_end timestamptz,
    lockout_enabled boolean not null,
    access_failed_count integer not null
);

create table sessions (
    id uuid primary key,
    account_id uuid not null references accounts on delete cascade,
    tenant_id uuid not null references tenants on delete cascade,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz
);
create index sessions_account on sessions (account_id, created_at desc);
