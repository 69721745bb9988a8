using CivicPulse.Platform.Tenancy;
using Npgsql;

namespace CivicPulse.Tests.Support;

/// <summary>SQL as the database's owner, who sees everything.</summary>
internal static class OwnerSql
{
    public static async Task<List<object?[]>> RowsAsync(this Site site, string sql) => await RowsAsync(site.Owner, sql);

    public static async Task<List<object?[]>> RowsAsync(string connection, string sql)
    {
        await using var source = Source(connection);
        return await RowsAsync(source, sql);
    }

    /// <summary>As the product's, it reads no types of tenants' tables when it connects first.</summary>
    public static NpgsqlDataSource Source(string connection)
    {
        var source = new NpgsqlDataSourceBuilder(connection);
        source.ConfigureTypeLoading(types => types.SetTypeLoadingSchemas(DataSources.TypeSchemas));
        return source.Build();
    }

    /// <summary>For many statements: each new source is a new connection.</summary>
    public static async Task<List<object?[]>> RowsAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object?[]>();
        while (await reader.ReadAsync()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }

    /// <summary>The first column, as text.</summary>
    public static async Task<List<string>> TextsAsync(this Site site, string sql) => [.. (await site.RowsAsync(sql)).Select(r => r[0]?.ToString() ?? "-")];
}
