using System.Text.Json.Serialization;
using Npgsql;

namespace Raw;

/// <summary>Pages of the public portal, each with the least statements that give them.</summary>
internal sealed class Portal(NpgsqlDataSource source)
{
    public async Task<ShownPage> ListAsync(int limit, CancellationToken ct)
    {
        await using var command = source.CreateCommand("""
            select m.id, m.slug, m.name, m.start_date, m.all_day, m.status, b.slug, b.name
            from (select * from meetings where published_at is not null order by start_date desc, id desc limit $1) m
            left join bodies b on b.id = m.body_id and b.published_at is not null order by m.start_date desc, m.id desc
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit + 1 });
        await using var reader = await command.ExecuteReaderAsync(ct);
        var items = new List<Shown>(limit + 1);
        while (await reader.ReadAsync(ct))
            items.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<DateTimeOffset>(3), reader.GetBoolean(4), reader.GetString(5), Text(reader, 6), Text(reader, 7)));
        if (items.Count <= limit) return new(items, null);
        items.RemoveAt(limit);
        return new(items, items[^1].Id.ToString());
    }

    public async Task<ShownBody?> BodyAsync(string slug, CancellationToken ct)
    {
        await using var command = source.CreateCommand("""
            select b.id, b.slug, b.name, b.classification, b.description, a.slug, a.name,
                array(select p.slug from bodies p where p.parent_id = b.id and p.published_at is not null order by p.name, p.id limit 200),
                array(select p.name from bodies p where p.parent_id = b.id and p.published_at is not null order by p.name, p.id limit 200),
                b.jurisdiction, b.division_id, b.founding_date, b.dissolution_date, b.other_names, b.contact_details, b.links, b.sources, b.last_seen, b.published_at
            from bodies b left join bodies a on a.id = b.parent_id and a.published_at is not null where b.slug = $1 and b.published_at is not null
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = slug });
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return null;
        var (slugs, names) = (reader.GetFieldValue<string[]>(7), reader.GetFieldValue<string[]>(8));
        return new(
            reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), Text(reader, 4), reader.IsDBNull(5) ? null : new(reader.GetString(5), reader.GetString(6)),
            [.. slugs.Zip(names, (s, n) => new ShownName(s, n))], Text(reader, 9), Text(reader, 10), Text(reader, 11), Text(reader, 12), reader.GetFieldValue<string[]>(13),
            [.. Cut(reader, 14, ':').Select(c => new ShownContact(c[0], c[1]))], [.. Cut(reader, 15, ' ').Select(Link)], [.. Cut(reader, 16, ' ').Select(Link)],
            reader.IsDBNull(17) ? null : reader.GetFieldValue<DateTimeOffset>(17), reader.GetFieldValue<DateTimeOffset>(18));
    }

    private static IEnumerable<string[]> Cut(NpgsqlDataReader row, int column, char at) => row.GetFieldValue<string[]>(column).Select(l => l.Split(at, 2));

    private static ShownLink Link(string[] parts) => new(parts[0], parts.Length > 1 ? parts[1] : null);

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}

internal sealed record Shown(Guid Id, string Slug, string Name, DateTimeOffset StartDate, bool AllDay, string Status, string? BodySlug, string? BodyName);

internal sealed record ShownPage(IReadOnlyList<Shown> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

internal sealed record ShownName(string Slug, string Name);

internal sealed record ShownContact(string Type, string Value);

internal sealed record ShownLink(string Url, string? Note);

internal sealed record ShownBody(
    Guid Id, string Slug, string Name, string Classification, string? Description, ShownName? Parent, IReadOnlyList<ShownName> Parts, string? Jurisdiction, string? DivisionId,
    string? FoundingDate, string? DissolutionDate, IReadOnlyList<string> OtherNames, IReadOnlyList<ShownContact> ContactDetails, IReadOnlyList<ShownLink> Links,
    IReadOnlyList<ShownLink> Sources, DateTimeOffset? LastSeen, DateTimeOffset PublishedAt);
