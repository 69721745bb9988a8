-- A document may belong to a team and be for that team only.
-- When the team goes, what was confined to it stays confined: then only its owner and those who see all that is confined see it.
alter table documents add column team_id uuid references teams on delete set null;
alter table documents add column audience text not null default 'everybody';
alter table documents add check (audience in ('everybody', 'team'));
create index documents_team on documents (team_id, created_at desc);
