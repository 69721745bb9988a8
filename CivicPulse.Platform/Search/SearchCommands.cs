using Npgsql;

namespace CivicPulse.Platform.Search;

internal static class SearchCommands
{
    /// <summary>
    /// One round trip and one transaction: the limits hold for the statement and end with it. The text is put together from the
    /// constants of <see cref="SearchSql"/>; what was asked is in the parameters.
    /// </summary>
#pragma warning disable CA2100
    public static NpgsqlBatch Bounded(NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters)
    {
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters) statement.Parameters.Add(parameter);
        return new NpgsqlBatch(connection) { BatchCommands = { new NpgsqlBatchCommand(SearchSql.Limits), statement } };
    }
#pragma warning restore CA2100
}
