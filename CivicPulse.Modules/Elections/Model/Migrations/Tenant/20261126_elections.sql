create table elections (
    id uuid primary key,
    slug text not null unique,
    identifier text,
    name text not null,
    date date not null,
    election_type text not null,
    status text not null,
    is_statewide boolean not null,
    division_id text,
    has_election_day_registration boolean,
    registration_info text,
    absentee_info text,
    results_uri text,
    identifiers text[] not null,
    links text[] not null,
    sources text[] not null,
    last_seen timestamptz,
    locked_fields text[] not null,
    published_at timestamptz,
    published_by uuid,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create unique index elections_identifier on elections (identifier) where identifier is not null;
create index elections_by_date on elections (date, id);
create index elections_by_name on elections (name, id);

-- Restricts: an election that is certified is not deleted.
create table certifications (
    id uuid primary key,
    election_id uuid not null unique references elections,
    certified_on date not null,
    authority text not null,
    note text,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);

create table election_deadlines (
    id uuid primary key,
    election_id uuid not null references elections on delete cascade,
    kind text not null,
    label text,
    date date not null,
    time time,
    note text,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create unique index election_deadlines_kind on election_deadlines (election_id, kind, coalesce(label, ''));
create index election_deadlines_by_date on election_deadlines (date, id);

create table parties (
    id uuid primary key,
    slug text not null unique,
    identifier text,
    name text not null,
    abbreviation text,
    color text,
    logo_uri text,
    links text[] not null,
    sources text[] not null,
    last_seen timestamptz,
    locked_fields text[] not null,
    published_at timestamptz,
    published_by uuid,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create unique index parties_identifier on parties (identifier) where identifier is not null;
create index parties_by_name on parties (name, id);

create table contests (
    id uuid primary key,
    slug text not null unique,
    identifier text,
    election_id uuid not null references elections on delete cascade,
    name text not null,
    kind text not null,
    office text,
    district text,
    division_id text,
    incumbent text,
    number_elected integer not null,
    votes_allowed integer not null,
    vote_variation text,
    primary_party_id uuid references parties on delete set null,
    runoff_for_id uuid references contests on delete set null,
    ballot_title text,
    summary_text text,
    full_text text,
    pro_statement text,
    con_statement text,
    passage_threshold text,
    measure_type text,
    effect_of_abstain text,
    sequence_order integer not null,
    has_rotation boolean,
    links text[] not null,
    sources text[] not null,
    last_seen timestamptz,
    locked_fields text[] not null,
    published_at timestamptz,
    published_by uuid,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid,
    unique (election_id, name),
    unique (id, election_id)
);
create unique index contests_identifier on contests (election_id, identifier) where identifier is not null;
create index contests_by_name on contests (name, id);
create index contests_by_order on contests (sequence_order, id);
create index contests_on_ballot on contests (election_id, sequence_order, id);
create index contests_division on contests (division_id) where division_id is not null;
create index contests_primary_party on contests (primary_party_id);
create index contests_runoff_for on contests (runoff_for_id);

-- What is counted names its election too, and the keys see to it that selection, unit and count are of the same one.
create table contest_selections (
    id uuid primary key,
    slug text not null unique,
    identifier text,
    election_id uuid not null,
    contest_id uuid not null,
    kind text not null,
    name text not null,
    party_id uuid references parties on delete set null,
    person_name text,
    person_identifier text,
    is_incumbent boolean not null,
    is_top_ticket boolean not null,
    is_write_in boolean not null,
    file_date date,
    pre_election_status text,
    post_election_status text,
    sequence_order integer not null,
    links text[] not null,
    sources text[] not null,
    last_seen timestamptz,
    locked_fields text[] not null,
    published_at timestamptz,
    published_by uuid,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid,
    unique (contest_id, name),
    unique (id, election_id),
    foreign key (contest_id, election_id) references contests (id, election_id) on delete cascade
);
create index contest_selections_identifier on contest_selections (identifier) where identifier is not null;
create index contest_selections_by_name on contest_selections (name, id);
create index contest_selections_election on contest_selections (election_id);
create index contest_selections_party on contest_selections (party_id);

create table reporting_units (
    id uuid primary key,
    election_id uuid not null references elections on delete cascade,
    name text not null,
    number text,
    type text not null,
    parent_id uuid,
    division_id text,
    identifier text,
    registered_voters integer,
    ballots_cast integer,
    count_status text,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid,
    unique (election_id, name),
    unique (id, election_id),
    foreign key (parent_id, election_id) references reporting_units (id, election_id) on delete cascade
);
create index reporting_units_by_name on reporting_units (name, id);
create index reporting_units_parent on reporting_units (parent_id);

create table vote_counts (
    id uuid primary key,
    election_id uuid not null,
    selection_id uuid not null,
    reporting_unit_id uuid not null,
    count_item_type text not null,
    votes integer not null check (votes >= 0),
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid,
    unique (selection_id, reporting_unit_id, count_item_type),
    foreign key (selection_id, election_id) references contest_selections (id, election_id) on delete cascade,
    foreign key (reporting_unit_id, election_id) references reporting_units (id, election_id) on delete cascade
);
create index vote_counts_unit on vote_counts (reporting_unit_id);
create index vote_counts_newest on vote_counts (created_at, id);

create table polling_places (
    id uuid primary key,
    slug text not null unique,
    identifier text,
    election_id uuid not null references elections on delete cascade,
    name text not null,
    address_lines text[] not null,
    latitude double precision,
    longitude double precision,
    is_drop_box boolean not null,
    is_early_voting boolean not null,
    directions text,
    photo_uri text,
    divisions text[] not null,
    precincts text[] not null,
    hours text[] not null,
    sources text[] not null,
    last_seen timestamptz,
    locked_fields text[] not null,
    published_at timestamptz,
    published_by uuid,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid,
    unique (election_id, name)
);
create index polling_places_by_name on polling_places (name, id);
create index polling_places_divisions on polling_places using gin (divisions);

-- While a certification stands, nothing that was counted changes, whoever asks and however. Only bookkeeping does: who published, what a
-- source last confirmed. The election's row is locked first, so that a certification waits for a count under way and then sees it.
-- Every name is qualified: who may write rows may make nothing that could stand in the way.
do $make$
declare
    home text := current_schema();
    counted text;
begin
    execute format($f$
        create function %1$I.refuse_when_certified() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $body$
        declare
            touched uuid[];
            kept text[] := array['published_at', 'published_by', 'last_seen', 'locked_fields', 'changed_at', 'changed_by'];
        begin
            if tg_op = 'INSERT' then
                touched := array(select distinct n.election_id from new_rows n);
            elsif tg_op = 'DELETE' then
                touched := array(select distinct o.election_id from old_rows o);
            else
                touched := array(select distinct e.id from old_rows o full join new_rows n using (id), unnest(array[o.election_id, n.election_id]) e (id)
                    where e.id is not null and (to_jsonb(o) - kept) is distinct from (to_jsonb(n) - kept));
            end if;
            if touched = '{}' then return null; end if;
            perform from %1$I.elections e where e.id = any (touched) order by e.id for share;
            if exists (select from %1$I.certifications c where c.election_id = any (touched)) then
                raise exception 'The results of this election are certified. Whoever may certify can withdraw that first.'
                    using errcode = 'CP409', constraint = 'elections.certified', table = tg_table_name;
            end if;
            return null;
        end $body$;
        create function %1$I.wait_for_counts() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $body$
        begin
            perform from %1$I.elections e where e.id = new.election_id for update;
            return new;
        end $body$;
        create trigger wait_for_counts before insert on %1$I.certifications for each row execute function %1$I.wait_for_counts();
        $f$, home);
    foreach counted in array array['contests', 'contest_selections', 'reporting_units', 'vote_counts'] loop
        execute format('create trigger certified_insert after insert on %1$I.%2$I referencing new table as new_rows for each statement execute function %1$I.refuse_when_certified()', home, counted);
        execute format('create trigger certified_delete after delete on %1$I.%2$I referencing old table as old_rows for each statement execute function %1$I.refuse_when_certified()', home, counted);
        execute format('create trigger certified_update after update on %1$I.%2$I referencing old table as old_rows new table as new_rows for each statement execute function %1$I.refuse_when_certified()', home, counted);
    end loop;
end $make$;
