create table documents (
    id uuid primary key,
    title text not null,
    state text not null,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid
);
create index documents_newest on documents (created_at desc, id desc);

create table document_versions (
    id uuid primary key,
    document_id uuid not null references documents on delete cascade,
    number integer not null,
    file_name text not null,
    content_type text not null,
    file_key text not null,
    size bigint not null,
    sha256 text not null,
    text text,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid,
    unique (document_id, number)
);
comment on column document_versions.text is 'derived from the file, whose hash is audited';
