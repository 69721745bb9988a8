update outbox set type = 'platform.search_text_changed' where type = 'SearchTextChanged';
drop index outbox_search;
create index outbox_search on outbox (id) where type = 'platform.search_text_changed' and done_at is null;
