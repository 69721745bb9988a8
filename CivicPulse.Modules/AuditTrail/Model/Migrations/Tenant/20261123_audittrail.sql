create table security_alerts (
    id uuid primary key,
    rule text not null,
    finding text not null unique,
    severity text not null,
    summary text not null,
    account_id uuid,
    acknowledged_at timestamptz,
    acknowledged_by uuid,
    note text,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index security_alerts_newest on security_alerts (created_at desc, id desc);
