using CivicPulse.Platform.Tenancy;
using Npgsql;

namespace CivicPulse.Platform.Data;

/// <summary>What operators' commands do past the walls between tenants: as the database's owner, all of it or nothing.</summary>
public static class OwnerWork
{
    /// <param name="owner">What a command's services give.</param>
    /// <param name="tenant">Whose tables the unqualified names are; with null they are the shared ones.</param>
    public static async Task<T> AsOwnerAsync<T>(this NpgsqlDataSource owner, Tenant? tenant, Func<NpgsqlConnection, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.RunAsync(MigratorSql.SearchPath(tenant?.Schema ?? "reference"), ct);
        var done = await work(connection);
        await transaction.CommitAsync(ct);
        return done;
    }
}
