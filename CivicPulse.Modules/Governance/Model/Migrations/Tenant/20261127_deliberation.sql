-- Meetings become public facts. Many have the same name: the day is a part of their address.
alter table meetings
    add column slug text,
    add column identifier text,
    add column sources text[] not null default '{}',
    add column last_seen timestamptz,
    add column locked_fields text[] not null default '{}',
    add column published_at timestamptz,
    add column published_by uuid,
    add column end_date timestamptz,
    add column all_day boolean not null default false,
    add column classification text,
    add column description text,
    add column location_name text,
    add column location_address text,
    add column location_url text,
    add column latitude double precision,
    add column longitude double precision,
    add column video_url text,
    add column agenda_url text;
update meetings set slug = left(trim(both '-' from regexp_replace(lower(name), '[^a-z0-9]+', '-', 'g')), 68)
    || '-' || to_char(start_date at time zone 'UTC', 'YYYY-MM-DD') || '-' || right(id::text, 8);
alter table meetings alter column slug set not null;
create unique index meetings_slug on meetings (slug);
create unique index meetings_identifier on meetings (identifier) where identifier is not null;

create table matters (
    id uuid primary key,
    slug text not null unique,
    identifier text not null,
    sources text[] not null,
    last_seen timestamptz,
    locked_fields text[] not null,
    published_at timestamptz,
    published_by uuid,
    body_id uuid not null references bodies on delete cascade,
    title text not null,
    classification text not null,
    status text not null,
    legislative_session text,
    other_titles text[] not null,
    abstract text,
    subjects text[] not null,
    introduced_on date,
    links text[] not null,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid,
    unique nulls not distinct (body_id, legislative_session, identifier)
);
create index matters_newest on matters (created_at desc, id desc);
create index matters_introduced on matters (introduced_on, id);
create index matters_by_identifier on matters (identifier, id);
-- They disappear with their body, by the foreign key.
create trigger search_forget after delete on matters referencing old table as old_rows for each statement execute function search.forget();

create table matter_actions (
    id uuid primary key,
    matter_id uuid not null references matters on delete cascade,
    "order" integer not null,
    date date not null,
    description text not null,
    classification text[] not null,
    body_id uuid references bodies on delete set null,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid,
    unique (matter_id, "order") deferrable initially deferred
);
create index matter_actions_body on matter_actions (body_id);

create table sponsorships (
    id uuid primary key,
    matter_id uuid not null references matters on delete cascade,
    official_id uuid references officials on delete set null,
    name text not null,
    classification text not null,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index sponsorships_matter on sponsorships (matter_id, name, id);
create unique index sponsorships_once on sponsorships (matter_id, official_id) where official_id is not null;
create index sponsorships_official on sponsorships (official_id, matter_id);

-- Items move: two may have one place until the change is whole.
alter table agenda_items
    add column matter_id uuid references matters on delete set null,
    add column classification text,
    add column subjects text[] not null default '{}',
    add column links text[] not null default '{}',
    add column video_seconds integer,
    drop constraint agenda_items_meeting_id_order_key,
    add constraint agenda_items_meeting_id_order_key unique (meeting_id, "order") deferrable initially deferred;
create index agenda_items_matter on agenda_items (matter_id);

create table attendances (
    id uuid primary key,
    meeting_id uuid not null references meetings on delete cascade,
    official_id uuid references officials on delete set null,
    person_name text not null,
    status text not null,
    arrived_at timestamptz,
    left_at timestamptz,
    note text,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index attendances_meeting on attendances (meeting_id, person_name, id);
create unique index attendances_once on attendances (meeting_id, official_id) where official_id is not null;
create unique index attendances_name_once on attendances (meeting_id, person_name) where official_id is null;
create index attendances_official on attendances (official_id);

create table motions (
    id uuid primary key,
    slug text not null unique,
    identifier text,
    sources text[] not null,
    last_seen timestamptz,
    locked_fields text[] not null,
    published_at timestamptz,
    published_by uuid,
    meeting_id uuid not null references meetings on delete cascade,
    agenda_item_id uuid references agenda_items on delete set null,
    matter_id uuid references matters on delete set null,
    text text not null,
    classification text not null,
    requirement text not null,
    mover_id uuid references officials on delete set null,
    mover_name text,
    seconder_id uuid references officials on delete set null,
    seconder_name text,
    result text,
    video_seconds integer,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create unique index motions_identifier on motions (identifier) where identifier is not null;
create index motions_newest on motions (created_at, id);
create index motions_meeting on motions (meeting_id, created_at, id);
create index motions_agenda_item on motions (agenda_item_id);
create index motions_matter on motions (matter_id);
create index motions_mover on motions (mover_id);
create index motions_seconder on motions (seconder_id);

create table vote_events (
    id uuid primary key,
    slug text not null unique,
    identifier text,
    sources text[] not null,
    last_seen timestamptz,
    locked_fields text[] not null,
    published_at timestamptz,
    published_by uuid,
    motion_id uuid not null references motions on delete cascade,
    method text not null,
    start_date timestamptz not null,
    result text,
    recorded_at timestamptz,
    video_seconds integer,
    reported_yes integer,
    reported_no integer,
    reported_abstain integer,
    reported_absent integer,
    reported_not_voting integer,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create unique index vote_events_identifier on vote_events (identifier) where identifier is not null;
create index vote_events_newest on vote_events (start_date, id);
create index vote_events_motion on vote_events (motion_id, start_date, id);

create table person_votes (
    id uuid primary key,
    vote_event_id uuid not null references vote_events on delete cascade,
    official_id uuid references officials on delete set null,
    voter_name text not null,
    option text not null,
    weight numeric not null,
    note text,
    voted_at timestamptz not null,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index person_votes_event on person_votes (vote_event_id, voter_name, id);
create unique index person_votes_once on person_votes (vote_event_id, official_id) where official_id is not null;
create unique index person_votes_name_once on person_votes (vote_event_id, voter_name) where official_id is null;
create index person_votes_official on person_votes (official_id, voted_at, id);

create table stances (
    id uuid primary key,
    slug text not null unique,
    identifier text,
    sources text[] not null,
    last_seen timestamptz,
    locked_fields text[] not null,
    published_at timestamptz,
    published_by uuid,
    official_id uuid not null references officials on delete cascade,
    matter_id uuid references matters on delete set null,
    topic text not null,
    position text not null,
    statement text not null,
    stated_on date,
    citations text[] not null,
    reply_text text,
    reply_by text,
    replied_on date,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create unique index stances_identifier on stances (identifier) where identifier is not null;
create index stances_newest on stances (stated_on, id);
create index stances_official on stances (official_id, stated_on, id);
create index stances_matter on stances (matter_id);

create table commitments (
    id uuid primary key,
    slug text not null unique,
    identifier text,
    sources text[] not null,
    last_seen timestamptz,
    locked_fields text[] not null,
    published_at timestamptz,
    published_by uuid,
    official_id uuid not null references officials on delete cascade,
    text text not null,
    made_on date,
    due_on date,
    status text not null,
    status_note text,
    citations text[] not null,
    reply_text text,
    reply_by text,
    replied_on date,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create unique index commitments_identifier on commitments (identifier) where identifier is not null;
create index commitments_newest on commitments (made_on, id);
create index commitments_due on commitments (due_on, id);
create index commitments_official on commitments (official_id, made_on, id);

create table meeting_attachments (
    id uuid primary key,
    owner_id uuid not null references meetings on delete cascade,
    title text not null,
    classification text,
    media_type text not null,
    url text,
    file_name text,
    file_key text,
    size bigint,
    sha256 text,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index meeting_attachments_owner on meeting_attachments (owner_id, created_at, id);

create table agenda_item_attachments (
    id uuid primary key,
    owner_id uuid not null references agenda_items on delete cascade,
    title text not null,
    classification text,
    media_type text not null,
    url text,
    file_name text,
    file_key text,
    size bigint,
    sha256 text,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index agenda_item_attachments_owner on agenda_item_attachments (owner_id, created_at, id);

create table matter_attachments (
    id uuid primary key,
    owner_id uuid not null references matters on delete cascade,
    title text not null,
    classification text,
    media_type text not null,
    url text,
    file_name text,
    file_key text,
    size bigint,
    sha256 text,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index matter_attachments_owner on matter_attachments (owner_id, created_at, id);

create table motion_attachments (
    id uuid primary key,
    owner_id uuid not null references motions on delete cascade,
    title text not null,
    classification text,
    media_type text not null,
    url text,
    file_name text,
    file_key text,
    size bigint,
    sha256 text,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index motion_attachments_owner on motion_attachments (owner_id, created_at, id);

-- Minutes outlive their transcript once a person has worked on them, and may be written without one.
alter table transcripts add column published_at timestamptz, add column published_by uuid;
alter table minutes
    alter column transcript_id drop not null,
    drop constraint minutes_transcript_id_fkey,
    add constraint minutes_transcript_id_fkey foreign key (transcript_id) references transcripts on delete set null,
    add column edited_at timestamptz,
    add column edited_by uuid,
    add column reviewed_at timestamptz,
    add column reviewed_by uuid,
    add column published_at timestamptz,
    add column published_by uuid;
alter table minutes_lines
    alter column quote drop not null,
    alter column first_turn drop not null,
    alter column last_turn drop not null,
    add column edited_at timestamptz,
    add column edited_by uuid,
    drop constraint minutes_lines_minutes_id_order_key,
    add constraint minutes_lines_minutes_id_order_key unique (minutes_id, "order") deferrable initially deferred;

-- When it was told that a term is over.
alter table memberships add column term_ended_at timestamptz;
create index memberships_ending on memberships (end_date) where term_ended_at is null and end_date is not null;
