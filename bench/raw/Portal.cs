using System.Text.Json.Serialization;
using Npgsql;

namespace Raw;

/// <summary>Pages of the public portal, each with the least statements that give them.</summary>
internal sealed class Portal(NpgsqlDataSource source)
{
    public async Task<ShownPage> ListAsync(int limit, CancellationToken ct)
    {
        await using var command = source.CreateCommand("""
            select m.id, m.slug, m.name, m.start_date, m.status, b.slug, b.name
            from (select * from meetings where published_at is not null order by start_date desc, id desc limit $1) m
            left join bodies b on b.id = m.body_id and b.published_at is not null order by m.start_date desc, m.id desc
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit + 1 });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var items = new List<Shown>(limit + 1);
        while (await reader.ReadAsync(ct))
            items.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3), false, reader.GetString(4), Text(reader, 5), Text(reader, 6)));
        if (items.Count <= limit) return new(items, null);
        items.RemoveAt(limit);
        return new(items, items[^1].Id.ToString());
    }

    public async Task<ShownBody?> BodyAsync(string slug, CancellationToken ct)
    {
        await using var command = source.CreateCommand("""
            select b.id, b.slug, b.name, b.classification, b.published_at,
                array(select p.slug from bodies p where p.parent_id = b.id and p.published_at is not null order by p.name, p.id limit 200),
                array(select p.name from bodies p where p.parent_id = b.id and p.published_at is not null order by p.name, p.id limit 200)
            from bodies b where b.slug = $1 and b.published_at is not null
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = slug });
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return null;
        var (slugs, names) = (reader.GetFieldValue<string[]>(5), reader.GetFieldValue<string[]>(6));
        return new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), [.. slugs.Zip(names, (s, n) => new ShownName(s, n))], [], [], [], [], reader.GetFieldValue<DateTimeOffset>(4));
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

internal sealed record Shown(Guid Id, string Slug, string Name, DateTimeOffset StartDate, bool AllDay, string Status, string? BodySlug, string? BodyName);

internal sealed record ShownPage(IReadOnlyList<Shown> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

internal sealed record ShownName(string Slug, string Name);

internal sealed record ShownBody(
    Guid Id, string Slug, string Name, string Classification, IReadOnlyList<ShownName> Parts, IReadOnlyList<string> OtherNames, IReadOnlyList<string> ContactDetails,
    IReadOnlyList<string> Links, IReadOnlyList<string> Sources, DateTimeOffset PublishedAt);
