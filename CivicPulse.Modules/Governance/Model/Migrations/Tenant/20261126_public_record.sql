-- Bodies become public facts; a name may come twice, an identifier not.
alter table bodies
    drop constraint bodies_name_key,
    add column slug text,
    add column identifier text,
    add column sources text[] not null default '{}',
    add column last_seen timestamptz,
    add column locked_fields text[] not null default '{}',
    add column published_at timestamptz,
    add column published_by uuid,
    add column parent_id uuid references bodies on delete set null,
    add column jurisdiction text,
    add column division_id text,
    add column founding_date text,
    add column dissolution_date text,
    add column other_names text[] not null default '{}',
    add column identifiers text[] not null default '{}',
    add column contact_details text[] not null default '{}',
    add column links text[] not null default '{}';
update bodies set slug = left(trim(both '-' from regexp_replace(lower(name), '[^a-z0-9]+', '-', 'g')), 80) || '-' || right(id::text, 5);
alter table bodies alter column slug set not null;
create unique index bodies_slug on bodies (slug);
create unique index bodies_identifier on bodies (identifier) where identifier is not null;
create index bodies_parent on bodies (parent_id, name, id);
create index bodies_division on bodies (division_id) where division_id is not null;

create table officials (
    id uuid primary key,
    slug text not null unique,
    identifier text,
    name text not null,
    given_name text,
    family_name text,
    additional_name text,
    honorific_prefix text,
    honorific_suffix text,
    sort_name text not null,
    gender text,
    birth_date text,
    death_date text,
    image text,
    summary text,
    biography text,
    email text,
    party text,
    other_names text[] not null,
    identifiers text[] not null,
    contact_details text[] not null,
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
create unique index officials_identifier on officials (identifier) where identifier is not null;
create index officials_by_name on officials (sort_name, id);
create index officials_called on officials (name);
create index officials_newest on officials (created_at desc, id desc);

create table posts (
    id uuid primary key,
    slug text not null unique,
    identifier text,
    body_id uuid not null references bodies on delete cascade,
    label text not null,
    role text not null,
    division_id text,
    maximum_memberships integer not null,
    start_date text,
    end_date text,
    sources text[] not null,
    last_seen timestamptz,
    locked_fields text[] not null,
    published_at timestamptz,
    published_by uuid,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid,
    unique (body_id, label)
);
create unique index posts_identifier on posts (identifier) where identifier is not null;
create index posts_by_label on posts (label, id);
create index posts_division on posts (division_id) where division_id is not null;

create table memberships (
    id uuid primary key,
    slug text not null unique,
    identifier text,
    official_id uuid references officials on delete cascade,
    person_name text not null,
    person_reference text,
    body_id uuid not null references bodies on delete cascade,
    post_id uuid references posts on delete set null,
    role text not null,
    label text,
    on_behalf_of text,
    mandate text,
    appointed_by text,
    start_date text,
    end_date text,
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
create unique index memberships_identifier on memberships (identifier) where identifier is not null;
create index memberships_newest on memberships (created_at desc, id desc);
create index memberships_official on memberships (official_id, start_date desc, id);
create index memberships_body on memberships (body_id, person_name, id);
create index memberships_post on memberships (post_id, end_date);
