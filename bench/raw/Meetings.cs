using System.Buffers.Text;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Raw;

/// <summary>Each answer with the least statements that give it.</summary>
internal sealed class Meetings(NpgsqlDataSource source)
{
    private const string Columns = """
        m.id, m.name, m.start_date, m.status, m.body_id, b.name, m.transcript_state,
        coalesce((select x.status from minutes x where x.meeting_id = m.id limit 1), 'none'), m.all_day, m.slug, m.published_at
        """;

    public async Task<MeetingDetail?> ReadAsync(Guid id, CancellationToken ct)
    {
        await using var command = source.CreateCommand($"select {Columns}, m.sources, m.locked_fields from meetings m left join bodies b on b.id = m.body_id where m.id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? MeetingDetail.Of(Read(reader), reader.GetFieldValue<string[]>(11), reader.GetFieldValue<string[]>(12)) : null;
    }

    public async Task<MeetingPage> ListAsync(string? status, int limit, CancellationToken ct)
    {
        await using var command = source.CreateCommand($"""
            select {Columns} from (select * from meetings {(status is null ? "" : "where status = $2")} order by start_date desc, id desc limit $1) m
            left join bodies b on b.id = m.body_id order by m.start_date desc, m.id desc
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit + 1 });
        if (status is not null) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = status });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var items = new List<Meeting>(limit + 1);
        while (await reader.ReadAsync(ct)) items.Add(Read(reader));
        if (items.Count <= limit) return new(items, null);
        items.RemoveAt(limit);
        return new(items, Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"Key":"{{items[^1].StartDate:O}}","Id":"{{items[^1].Id}}"}""")));
    }

    /// <summary>One statement: the row, and the body's name that the answer shows; a body that is not there makes no row.</summary>
    public async Task<MeetingDetail?> CreateAsync(NewMeeting asked, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        var made = new Meeting(id, asked.Name, asked.StartDate.ToUniversalTime(), "confirmed", asked.BodyId, null, "none", "none", false, id.ToString(), null);
        await using var command = source.CreateCommand("""
            with body as (select id, name from bodies where id = $4),
            made as (
                insert into raw.meetings (id, slug, name, start_date, body_id, status, transcript_state, created_at, changed_at)
                select $1, $6, $2, $3, $4, 'confirmed', 'none', $5, $5 where $4 is null or exists (select from body) returning id)
            select (select name from body) from made
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = made.Id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = made.Name });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = made.StartDate });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)made.BodyId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = DateTimeOffset.UtcNow });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = made.Slug });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? MeetingDetail.Of(made with { BodyName = Text(reader, 0) }, [], []) : null;
    }

    private static Meeting Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetGuid(4),
        Text(row, 5), row.GetString(6), row.GetString(7), row.GetBoolean(8), row.GetString(9), row.IsDBNull(10) ? null : row.GetFieldValue<DateTimeOffset>(10));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
