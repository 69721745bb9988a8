using System.Data;
using Npgsql;

namespace CivicPulse.Platform.Tenancy;

/// <summary>
/// Npgsql lists a statement as prepared as soon as it is parsed. When PostgreSQL refuses its first values, or is told to stop while it
/// plans, the shape of its rows never arrives, and whoever uses the statement next on that connection loses the connection
/// (https://github.com/npgsql/npgsql/issues/6391). Which statement it was cannot be asked: a connection on which one failed forgets all.
/// </summary>
internal static class PreparedStatements
{
    /// <summary>What breaks a constraint (class 23) was under way by then, with its shape known: ordinary conflicts cost nothing.</summary>
    public static bool MayBeHalfKnownAfter(Exception problem) => problem is not PostgresException { SqlState: ['2', '3', ..] };

    /// <summary>To be called between two statements, outside a transaction; a round trip. A broken connection is left alone.</summary>
    public static void Forget(NpgsqlConnection connection)
    {
        if (connection.FullState != ConnectionState.Open) return;
        try
        {
            connection.UnprepareAll();
        }
        catch (NpgsqlException)
        {
            // Broken now: the pool will not hand it on.
        }
    }
}
