-- Places that all tenants share: read by every tenant, written by operators. Ids come from names, so that they are the same in every
-- installation and after every import.
create function reference.id_of(name text) returns uuid language sql immutable strict parallel safe set search_path = pg_catalog as $$
    select encode(set_byte(set_byte(h, 6, (get_byte(h, 6) & 15) | 128), 8, (get_byte(h, 8) & 63) | 128), 'hex')::uuid
    from (select substring(sha256(convert_to(name, 'UTF8')) from 1 for 16) as h) hashed
$$;

create table reference.divisions (
    id uuid primary key,
    ocd_id text not null unique check (ocd_id ~ '^ocd-division/country:[a-z]{2}(/[a-z_]+:[^/:[:space:]]+)*$'),
    name text not null,
    country text not null,
    parent_id uuid references reference.divisions,
    redirect_id uuid references reference.divisions,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index divisions_by_name on reference.divisions (name, id);
create index divisions_parent on reference.divisions (parent_id, name, id);
create index divisions_redirect on reference.divisions (redirect_id);

create table reference.jurisdictions (
    id uuid primary key,
    ocd_id text not null unique check (ocd_id ~ '^ocd-jurisdiction/country:[a-z]{2}(/[a-z_]+:[^/:[:space:]]+)*/[a-z_]+$'),
    name text not null,
    url text,
    classification text not null,
    division_id uuid not null references reference.divisions,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index jurisdictions_by_name on reference.jurisdictions (name, id);
create index jurisdictions_division on reference.jurisdictions (division_id, name, id);

create table reference.shared_boundary_sets (
    id uuid primary key,
    slug text not null unique,
    name text not null,
    classification text not null,
    source_url text,
    licence text,
    authority text,
    valid_from date,
    valid_to date,
    simplification double precision,
    is_public boolean not null,
    revision bigint not null,
    west double precision,
    south double precision,
    east double precision,
    north double precision,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index shared_boundary_sets_by_name on reference.shared_boundary_sets (name, id);

create table reference.shared_boundaries (
    id uuid primary key,
    set_id uuid not null references reference.shared_boundary_sets on delete cascade,
    identifier text not null,
    name text not null,
    division_id text,
    valid_from date,
    valid_to date,
    sources jsonb not null,
    properties jsonb,
    shape_version integer not null,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid,
    unique (set_id, identifier)
);
create index shared_boundaries_by_name on reference.shared_boundaries (name, id);
create index shared_boundaries_by_identifier on reference.shared_boundaries (identifier, id);
create index shared_boundaries_in_set on reference.shared_boundaries (set_id, name, id);
create index shared_boundaries_division on reference.shared_boundaries (division_id);
create index shared_boundaries_lower_name on reference.shared_boundaries (lower(name));

create table reference.shared_boundary_shapes (
    boundary_id uuid primary key references reference.shared_boundaries on delete cascade,
    geometry geometry(MultiPolygon, 4326) not null,
    hash text not null generated always as (encode(sha256(st_asbinary(geometry)), 'hex')) stored
);
create index shared_boundary_shapes_geometry on reference.shared_boundary_shapes using gist (geometry);

create table reference.shared_boundary_pieces (
    boundary_id uuid not null references reference.shared_boundary_shapes on delete cascade,
    set_id uuid not null,
    piece geometry not null
);
create index shared_boundary_pieces_boundary on reference.shared_boundary_pieces (boundary_id);
create index shared_boundary_pieces_piece on reference.shared_boundary_pieces using gist (piece);

create function reference.keep_shared_pieces() returns trigger language plpgsql set search_path from current as $$
begin
    if tg_op = 'UPDATE' then delete from shared_boundary_pieces p using new_rows n where p.boundary_id = n.boundary_id; end if;
    insert into shared_boundary_pieces (boundary_id, set_id, piece)
    select n.boundary_id, b.set_id, st_subdivide(n.geometry, 64) from new_rows n join shared_boundaries b on b.id = n.boundary_id;
    return null;
end $$;
create trigger keep_pieces_insert after insert on reference.shared_boundary_shapes referencing new table as new_rows for each statement execute function reference.keep_shared_pieces();
create trigger keep_pieces_update after update on reference.shared_boundary_shapes referencing new table as new_rows for each statement execute function reference.keep_shared_pieces();
