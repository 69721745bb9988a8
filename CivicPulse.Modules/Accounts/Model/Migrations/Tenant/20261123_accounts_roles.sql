-- Roles of a tenant's own making, teams, and grants for a part of the records.
create table roles (
    id uuid primary key,
    name text not null,
    description text,
    words jsonb not null,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create unique index roles_name on roles (lower(name));

create table teams (
    id uuid primary key,
    name text not null,
    description text,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create unique index teams_name on teams (lower(name));
create index teams_newest on teams (created_at desc, id desc);

create table team_members (
    id uuid primary key,
    team_id uuid not null references teams on delete cascade,
    account_id uuid not null,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid,
    unique (team_id, account_id)
);
create index team_members_account on team_members (account_id);

alter table grants alter column role drop not null;
alter table grants add column role_id uuid references roles;
alter table grants add column scope text not null default 'everything';
alter table grants add column team_id uuid references teams on delete cascade;
alter table grants add column district_id uuid;
alter table grants add column state text;
alter table grants add check ((role is null) <> (role_id is null));
alter table grants add check (scope in ('everything', 'own', 'team', 'district', 'state'));
alter table grants add check ((team_id is null or scope = 'team') and (district_id is null) = (scope <> 'district') and (state is null) = (scope <> 'state'));
alter table grants drop constraint grants_account_id_role_key;
create unique index grants_once on grants (account_id, role, role_id, scope, team_id, district_id, state) nulls not distinct;
create index grants_role on grants (role_id) where role_id is not null;
create index grants_team on grants (team_id) where team_id is not null;
create index grants_newest on grants (created_at desc, id desc);
