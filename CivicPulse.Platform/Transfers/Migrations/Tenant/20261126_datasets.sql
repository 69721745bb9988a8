alter table import_runs
    add column publish boolean not null default false,
    add column kinds jsonb not null default '{}',
    add column reconciled_rows bigint,
    add column reconciled_standing bigint,
    add column file_checksum text,
    add column records_checksum text;
create index imports_content on imports (sha256, kind);
