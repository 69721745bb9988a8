-- A password that a tenant gave to somebody opens that tenant and no other: who types an address need not be whose it is.
create table given_passwords (
    account_id uuid not null references accounts on delete cascade,
    tenant_id uuid not null references tenants on delete cascade,
    password_hash text not null,
    given_at timestamptz not null,
    primary key (account_id, tenant_id)
);
create index given_passwords_tenant on given_passwords (tenant_id);

-- An account whose address nobody vouched for was made by a tenant: its password goes on opening where it was used.
insert into given_passwords (account_id, tenant_id, password_hash, given_at)
select distinct on (a.id, s.tenant_id) a.id, s.tenant_id, a.password_hash, s.created_at from accounts a join sessions s on s.account_id = a.id
where not a.email_confirmed and a.password_hash is not null order by a.id, s.tenant_id, s.created_at;
update accounts set password_hash = null where not email_confirmed and password_hash is not null;
