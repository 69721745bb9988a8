create table grants (
    id uuid primary key,
    account_id uuid not null,
    role text not null,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid,
    unique (account_id, role)
);
