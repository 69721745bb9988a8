-- What the public asks of matters: those on a subject, and what last happened.
create index matters_subjects on matters using gin (subjects);
create index matter_actions_latest on matter_actions (date desc, "order" desc, id desc);
