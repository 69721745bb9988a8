-- What became of a fact is kept for each of its reactions: done is a row in handled, failed or laid aside (dead) is a row here.
create table fact_failures (
    id uuid primary key,
    fact_id bigint not null references outbox on delete cascade,
    reaction text not null,
    attempts integer not null,
    next_attempt_at timestamptz,
    error text,
    dead_at timestamptz,
    created_at timestamptz not null,
    created_by uuid,
    changed_at timestamptz not null,
    changed_by uuid,
    unique (fact_id, reaction)
);
create index fact_failures_dead on fact_failures (created_at desc, id desc) where dead_at is not null;
create index fact_failures_waiting on fact_failures (next_attempt_at) where dead_at is null;
comment on column fact_failures.attempts is 'derived: counts tries';
comment on column fact_failures.next_attempt_at is 'derived: follows from attempts';
comment on column fact_failures.error is 'derived: of the last try';
comment on column fact_failures.changed_at is 'derived: moves with every try';

-- Facts that were laid aside whole: '*' stands for every reaction that had not been done.
insert into fact_failures (id, fact_id, reaction, attempts, error, dead_at, created_at, changed_at)
select gen_random_uuid(), id, '*', attempts, error, dead_at, dead_at, dead_at from outbox where dead_at is not null;
update outbox set done_at = dead_at where dead_at is not null and done_at is null;

-- attempts stays: how often work on this fact was begun.
alter table outbox drop column next_attempt_at, drop column error, drop column dead_at;
create index outbox_open on outbox (id) where done_at is null;
create index outbox_done on outbox (done_at) where done_at is not null;
