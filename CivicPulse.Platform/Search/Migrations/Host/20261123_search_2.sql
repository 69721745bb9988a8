-- For tables whose rows the database itself removes with others: what is found by them goes along.
create function search.forget() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
    execute format('delete from %I.search_entries e using old_rows o where e.id = o.id', tg_table_schema);
    return null;
end $$;
