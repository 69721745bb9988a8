using CivicPulse.AiService.Text;
using CivicPulse.Platform.Search;
using Microsoft.Extensions.AI;
using Npgsql;
using NpgsqlTypes;

namespace CivicPulse.AiService.Passages;

/// <summary>How a passage becomes a row, and a row a passage.</summary>
internal static class PassageRows
{
    public static StoredPassage Read(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetString(1), row.GetGuid(2), row.IsDBNull(3) ? null : row.GetGuid(3), row.GetString(4), new(row.GetInt32(5), row.GetString(6))
        {
            FirstTurn = Number(row, 7),
            LastTurn = Number(row, 8),
            StartOffset = Number(row, 9),
            EndOffset = Number(row, 10),
            StartSeconds = row.IsDBNull(11) ? null : row.GetDouble(11),
        });

    private static int? Number(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    public static NpgsqlBatchCommand Locking(string kind, Guid sourceId) =>
        new(PassagesSql.Lock) { Parameters = { new() { Value = $"{kind}/{sourceId}" } } };

    public static NpgsqlBatchCommand Deletion(string kind, Guid sourceId) => OfSource(PassagesSql.Delete, kind, sourceId);

    /// <summary>What the search index shows of the source from now on.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Found(string kind, Guid sourceId) =>
        [OfSource(SearchPassages.Hold, kind, sourceId), OfSource(SearchPassages.Remove, kind, sourceId), OfSource(SearchPassages.Add, kind, sourceId), OfSource(SearchPassages.Replace, kind, sourceId)];

    /// <param name="statement">A constant of <see cref="PassagesSql"/> or of the search index.</param>
#pragma warning disable CA2100
    public static NpgsqlBatchCommand OfSource(string statement, string kind, Guid sourceId) =>
        new(statement) { Parameters = { new() { Value = kind }, new() { Value = sourceId } } };
#pragma warning restore CA2100

    public static NpgsqlBatchCommand Insertion(Source source, Passage passage, Embedding<float> embedding)
    {
        string[] terms = [.. Words.Terms(source.Title), .. Words.Terms(passage.Text)];
        return new(PassagesSql.Insert)
        {
            Parameters =
            {
                new() { Value = Guid.CreateVersion7() },
                new() { Value = source.Kind },
                new() { Value = source.Id },
                Nullable(source.MeetingId, NpgsqlDbType.Uuid),
                new() { Value = source.Permission },
                new() { Value = passage.Ordinal },
                new() { Value = source.Title },
                new() { Value = passage.Text },
                Nullable(passage.FirstTurn, NpgsqlDbType.Integer),
                Nullable(passage.LastTurn, NpgsqlDbType.Integer),
                Nullable(passage.StartOffset, NpgsqlDbType.Integer),
                Nullable(passage.EndOffset, NpgsqlDbType.Integer),
                Nullable(passage.StartSeconds, NpgsqlDbType.Double),
                new() { Value = Vector(terms) },
                new() { Value = terms.Length },
                new() { Value = embedding.Vector.ToArray() },
                new() { Value = embedding.ModelId! },
                new() { Value = embedding.Vector.Length },
            },
        };
    }

    /// <summary>'stem':1,7 'other':2 - stems are letters and digits, so nothing needs escaping.</summary>
    private static string Vector(IEnumerable<string> terms) => string.Join(' ', terms
        .Select((stem, at) => (stem, at))
        .GroupBy(t => t.stem, t => t.at + 1, StringComparer.Ordinal)
        .Select(g => $"'{g.Key}':{string.Join(',', g)}"));

    public static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
