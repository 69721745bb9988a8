create index bodies_newest on bodies (created_at desc, id desc);
create index bodies_by_name on bodies (name, id);
create index meetings_by_name on meetings (name, id);
