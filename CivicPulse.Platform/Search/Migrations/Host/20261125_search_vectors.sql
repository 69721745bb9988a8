-- As before, with a graph that is built more carefully: more of the nearest are found in less time.
create or replace function search.index_vectors() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
    execute format('create index if not exists %I on %I.search_entries using hnsw ((embedding::extensions.halfvec(%s)) extensions.halfvec_cosine_ops)
        with (ef_construction = 128) where embedding_model = %L and embedding_dimensions = %s',
        'search_vectors_' || left(md5(new.model), 12) || '_' || new.dimensions, tg_table_schema, new.dimensions, new.model, new.dimensions);
    return new;
end $$;
