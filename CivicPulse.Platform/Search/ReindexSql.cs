using Npgsql;

namespace CivicPulse.Platform.Search;

internal static class ReindexSql
{
    public static async Task RenewPassagesAsync(this NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands = { new(SearchPassages.HoldAll), new(SearchPassages.RemoveAll), new(SearchPassages.From), new(SearchPassages.ReplaceAll) },
        };
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <param name="table">A table of the model.</param>
    public static async Task RemoveOrphansAsync(this NpgsqlConnection connection, string table, CancellationToken ct)
    {
        // The name comes from the model, never from outside.
#pragma warning disable CA2100
        await using var command = new NpgsqlCommand(
            $"""delete from search_entries e where record_table = '{table}' and not exists (select from "{table}" r where r.id = e.id)""", connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(ct);
    }
}
