-- A job that the Worker runs is held by a lease: who has it, until when. lease_id is new with every run, and nothing of a run is
-- committed without it. What moves while a job runs is no decision of anybody: "derived" keeps it out of the audit.
alter table jobs
    add arguments jsonb,
    add checkpoint jsonb,
    add attempts integer not null default 0,
    add next_attempt_at timestamptz,
    add cancel_requested_at timestamptz,
    add worker integer,
    add lease_id uuid,
    add leased_until timestamptz,
    add started_at timestamptz,
    add trace_parent text;
create index jobs_open on jobs (created_at, id) where state in ('queued', 'running');
comment on column jobs.progress is 'derived: moves while the job runs';
comment on column jobs.step is 'derived: moves while the job runs';
comment on column jobs.checkpoint is 'derived: where the job goes on';
comment on column jobs.attempts is 'derived: counts runs';
comment on column jobs.next_attempt_at is 'derived: follows from attempts';
comment on column jobs.worker is 'derived: which process runs it';
comment on column jobs.lease_id is 'derived: which run it is';
comment on column jobs.leased_until is 'derived: moves while the job runs';
