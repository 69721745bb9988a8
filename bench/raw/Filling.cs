using Npgsql;

namespace Raw;

/// <summary>Fills the tenant with meetings as the database's owner, and lays a copy of the table beside them that nothing watches over.</summary>
internal static class Filling
{
    public static async Task RunAsync(NpgsqlDataSource source, string schema, int rows, string password)
    {
        await using var connection = await source.OpenConnectionAsync();
        await RunAsync(connection, $"set search_path = {schema}, extensions; set synchronous_commit = off; set session_replication_role = replica");
        await RunAsync(connection, $"""
            insert into bodies (id, slug, name, classification, description, jurisdiction, division_id, founding_date, contact_details, links, sources, last_seen, published_at, created_at, changed_at)
            select gen_random_uuid(), 'body-' || i, 'Body ' || i, (array['legislature', 'committee', 'commission'])[1 + i % 3], 'Advises on the matters of ward ' || i || ' and hears its residents.',
                'ocd-jurisdiction/country:us/state:ga/government', 'ocd-division/country:us/state:ga/sldl:' || i, '1997', array['voice:+1 404 555 01' || lpad((i % 100)::text, 2, '0')],
                array['https://example.org/bodies/' || i || ' Home page'], array['https://example.org/register/' || i], now(), now(), now(), now() from generate_series(1, 200) i;
            insert into meetings (id, slug, name, start_date, body_id, status, transcript_state, published_at, created_at, changed_at)
            select gen_random_uuid(), 'meeting-' || i, 'Regular meeting no. ' || i || ' on the matters of the month', now() - i * interval '1 hour',
                (select array_agg(id order by name) from bodies)[1 + i % 200], (array['confirmed', 'passed', 'passed', 'cancelled', 'tentative'])[1 + i % 5], 'none', now(), now(), now()
            from generate_series(1, {rows}) i;
            update bodies set parent_id = (select id from bodies where name = 'Body 1') where name like 'Body 1_';
            insert into portal_settings (id, open, sections, takes_corrections, created_at, changed_at) values ('00000000-0000-7000-8000-000000000001', true, array['bodies', 'meetings'], true, now(), now()) on conflict (id) do nothing;
            insert into transcripts (id, meeting_id, turn_count, created_at, changed_at)
            select gen_random_uuid(), id, 0, now(), now() from meetings where slug like 'meeting-%' order by start_date desc limit {rows} / 10;
            insert into minutes (id, meeting_id, transcript_id, status, mode, created_at, changed_at)
            select gen_random_uuid(), meeting_id, id, 'draft', 'embedded', now(), now() from transcripts where turn_count = 0;
            """);
        await RunAsync(connection, """
            create schema raw;
            create table raw.meetings (like meetings including all);
            alter table raw.meetings add foreign key (body_id) references bodies;
            insert into raw.meetings select * from meetings;
            do $$ begin if not exists (select from pg_roles where rolname = 'raw') then create role raw login; end if; end $$;
            """);
        await RunAsync(connection, $"""
            alter role raw password '{password}';
            grant usage on schema {schema}, raw, extensions to raw;
            grant select, insert, update, delete on all tables in schema {schema}, raw to raw;
            """);
        if (await HasSearchAsync(connection)) await RunAsync(connection, """
            set session_replication_role = origin;
            insert into search_entries (id, hit_id, record_table, kind, title, keywords, url, permission, facets, occurred_at, awaits_vector)
            select m.id, m.id, 'meetings', 'meeting', m.name, coalesce(b.name, ''), '/meetings/' || m.id, 'governance.read', array['status:' || m.status], m.start_date, false
            from meetings m left join bodies b on b.id = m.body_id
            on conflict do nothing
            """);
        await RunAsync(connection, "analyze");
        await RunAsync(connection, "checkpoint");
    }

    private static async Task<bool> HasSearchAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("select to_regclass('search_entries') is not null", connection);
        return (bool)(await command.ExecuteScalarAsync())!;
    }

#pragma warning disable CA2100 // The script that starts this makes up both words itself.
    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync();
    }
#pragma warning restore CA2100
}
