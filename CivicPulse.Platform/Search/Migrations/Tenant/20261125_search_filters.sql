-- Words and facets are met in one index, so that a filter spares the rows it leaves out instead of reading them. Made before the old
-- ones go: until then they are searched by.
create index search_entries_words_facets on search_entries using gin (words, facets) with (gin_pending_list_limit = 256);
create index search_entries_title_words_facets on search_entries using gin (title_words, facets) with (gin_pending_list_limit = 256);
-- For those who may read few.
create index search_entries_permission on search_entries (permission, kind);
drop index search_entries_words;
drop index search_entries_title_words;
drop index search_entries_kind;

-- Indexes over vectors that are there grow with more care from now on.
do $$
declare
    vectors record;
begin
    for vectors in select indexname from pg_indexes where schemaname = current_schema() and indexname like 'search\_vectors\_%' loop
        execute format('alter index %I set (ef_construction = 128)', vectors.indexname);
    end loop;
end $$;
