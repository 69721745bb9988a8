create table boundary_sets (
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
create index boundary_sets_by_name on boundary_sets (name, id);

create table boundaries (
    id uuid primary key,
    set_id uuid not null references boundary_sets on delete cascade,
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
create index boundaries_by_name on boundaries (name, id);
create index boundaries_by_identifier on boundaries (identifier, id);
create index boundaries_in_set on boundaries (set_id, name, id);
create index boundaries_division on boundaries (division_id);
create index boundaries_lower_name on boundaries (lower(name));

-- The audit writes down the hash: megabytes of coordinates would bury it, and a shape cannot change without its hash.
create table boundary_shapes (
    boundary_id uuid primary key references boundaries on delete cascade,
    geometry geometry(MultiPolygon, 4326) not null,
    hash text not null generated always as (encode(sha256(st_asbinary(geometry)), 'hex')) stored
);
comment on column boundary_shapes.geometry is 'derived: what is written down of it is its hash';
create index boundary_shapes_geometry on boundary_shapes using gist (geometry);

create table boundary_pieces (
    boundary_id uuid not null references boundary_shapes on delete cascade,
    set_id uuid not null,
    piece geometry not null
);
comment on table boundary_pieces is 'mechanism: boundary_shapes, cut into pieces of at most 64 points that lookups go through';
create index boundary_pieces_boundary on boundary_pieces (boundary_id);
create index boundary_pieces_piece on boundary_pieces using gist (piece);

-- Whoever writes a shape, its pieces follow.
create function keep_boundary_pieces() returns trigger language plpgsql set search_path from current as $$
begin
    if tg_op = 'UPDATE' then delete from boundary_pieces p using new_rows n where p.boundary_id = n.boundary_id; end if;
    insert into boundary_pieces (boundary_id, set_id, piece)
    select n.boundary_id, b.set_id, st_subdivide(n.geometry, 64) from new_rows n join boundaries b on b.id = n.boundary_id;
    return null;
end $$;
create trigger keep_pieces_insert after insert on boundary_shapes referencing new table as new_rows for each statement execute function keep_boundary_pieces();
create trigger keep_pieces_update after update on boundary_shapes referencing new table as new_rows for each statement execute function keep_boundary_pieces();

-- One's own and what all share, as one. A set of one's own hides the shared one with the same name.
create view known_boundary_sets as
    select id, slug, name, classification, source_url, licence, authority, valid_from, valid_to, simplification, is_public, revision, west, south, east, north,
           created_at, created_by, changed_at, changed_by, xmin, false as shared, false as hidden
    from boundary_sets
    union all
    select id, slug, name, classification, source_url, licence, authority, valid_from, valid_to, simplification, is_public, revision, west, south, east, north,
           created_at, created_by, changed_at, changed_by, xmin, true, slug in (select m.slug from boundary_sets m)
    from reference.shared_boundary_sets;

create view known_boundaries as
    select id, set_id, identifier, name, division_id, valid_from, valid_to, sources, properties, shape_version, created_at, created_by, changed_at, changed_by, xmin, false as shared, false as hidden
    from boundaries
    union all
    select id, set_id, identifier, name, division_id, valid_from, valid_to, sources, properties, shape_version, created_at, created_by, changed_at, changed_by, xmin, true,
           set_id in (select s.id from reference.shared_boundary_sets s join boundary_sets m on m.slug = s.slug)
    from reference.shared_boundaries;

create view known_boundary_shapes as
    select boundary_id, geometry from boundary_shapes union all select boundary_id, geometry from reference.shared_boundary_shapes;

create view known_boundary_pieces as
    select boundary_id, set_id, piece from boundary_pieces union all select boundary_id, set_id, piece from reference.shared_boundary_pieces;
