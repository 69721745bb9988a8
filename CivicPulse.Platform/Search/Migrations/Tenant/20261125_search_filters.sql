-- Words and facets are met in one index, so that a filter spares the rows it leaves out instead of reading them.
drop index search_entries_words;
drop index search_entries_title_words;
create index search_entries_words on search_entries using gin (words, facets) with (gin_pending_list_limit = 256);
create index search_entries_title_words on search_entries using gin (title_words, facets) with (gin_pending_list_limit = 256);
