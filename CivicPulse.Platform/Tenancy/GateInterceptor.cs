using System.Data.Common;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace CivicPulse.Platform.Tenancy;

/// <summary>
/// Sends the admission before every command that Entity Framework runs. Only within one transaction, and only for the same actor,
/// is it sent once: what a failed or undone transaction takes back with it is settings too, so nothing else may be remembered.
/// A connection on which a command failed is given back without its prepared statements.
/// </summary>
internal sealed class GateInterceptor : DbCommandInterceptor, IDbTransactionInterceptor, IDbConnectionInterceptor
{
    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
    {
        Precede(command, eventData.Context);
        return result;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Precede(command, eventData.Context);
        return ValueTask.FromResult(result);
    }

    /// <summary>Whoever asked gets the reader at the answer to their own query.</summary>
    public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
    {
        if (!Gate(eventData.Context).Sent()) return result;
        try
        {
            result.NextResult();
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (!Gate(eventData.Context).Sent()) return result;
        try
        {
            await result.NextResultAsync(cancellationToken);
            return result;
        }
        catch
        {
            // Nobody else knows of this reader yet.
            await result.DisposeAsync();
            throw;
        }
    }

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result)
    {
        Precede(command, eventData.Context);
        return result;
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Precede(command, eventData.Context);
        return ValueTask.FromResult(result);
    }

    public override int NonQueryExecuted(DbCommand command, CommandExecutedEventData eventData, int result)
    {
        Gate(eventData.Context).Sent();
        return result;
    }

    public override ValueTask<int> NonQueryExecutedAsync(DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Gate(eventData.Context).Sent();
        return ValueTask.FromResult(result);
    }

    /// <summary>A scalar is the first column of the first result: the admission must not be in its text. Nothing of ours asks for one.</summary>
    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result) =>
        throw new NotSupportedException("Read one value with SqlQuery<T>: a scalar command does not pass the tenant's gate.");

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException("Read one value with SqlQuery<T>: a scalar command does not pass the tenant's gate.");

    public void RolledBackToSavepoint(DbTransaction transaction, TransactionEventData eventData) => Gate(eventData.Context).Forget();

    public Task RolledBackToSavepointAsync(DbTransaction transaction, TransactionEventData eventData, CancellationToken cancellationToken = default)
    {
        Gate(eventData.Context).Forget();
        return Task.CompletedTask;
    }

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Gate(eventData.Context).Fail(eventData.Exception);

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Gate(eventData.Context).Fail(eventData.Exception);
        return Task.CompletedTask;
    }

    public override void CommandCanceled(DbCommand command, CommandEndEventData eventData) => Gate(eventData.Context).Fail();

    public override Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Gate(eventData.Context).Fail();
        return Task.CompletedTask;
    }

    public InterceptionResult ConnectionClosing(DbConnection connection, ConnectionEventData eventData, InterceptionResult result)
    {
        if (Gate(eventData.Context).TakeFailure()) PreparedStatements.Forget((NpgsqlConnection)connection);
        return result;
    }

    public ValueTask<InterceptionResult> ConnectionClosingAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
        ValueTask.FromResult(ConnectionClosing(connection, eventData, result));

    private static void Precede(DbCommand command, DbContext? context)
    {
        var (gate, pass) = context switch
        {
            TenantDb db => (db.Gate, db.Pass ?? throw new InvalidOperationException("A tenant's database was opened outside a tenant.")),
            HostDb db => (db.Gate, TenantPass.Host),
            _ => throw new InvalidOperationException("Only TenantDb and HostDb open connections."),
        };
        if (gate.Asks(pass, context.Database.CurrentTransaction)) TenantGate.Precede((NpgsqlCommand)command, pass);
    }

    internal static GateState Gate(DbContext? context) => context switch
    {
        TenantDb db => db.Gate,
        HostDb db => db.Gate,
        _ => throw new InvalidOperationException("Only TenantDb and HostDb open connections."),
    };
}

/// <summary>What one context's connection was let in as, for as long as a transaction holds it.</summary>
internal sealed class GateState
{
    private IDbContextTransaction? _transaction;
    private TenantPass? _pass;
    private (IDbContextTransaction? Transaction, TenantPass Pass)? _underWay;
    private bool _failed;

    /// <returns>True when the next command must carry the admission.</returns>
    public bool Asks(TenantPass pass, IDbContextTransaction? transaction)
    {
        if (transaction is not null && ReferenceEquals(transaction, _transaction) && pass == _pass)
        {
            _underWay = null;
            return false;
        }
        _underWay = (transaction, pass);
        return true;
    }

    /// <returns>True when the command that was just run carried the admission.</returns>
    public bool Sent()
    {
        if (_underWay is not { } sent) return false;
        (_transaction, _pass, _underWay) = (sent.Transaction, sent.Pass, null);
        return true;
    }

    public void Forget() => (_transaction, _pass, _underWay) = (null, null, null);

    /// <param name="problem">None when the asker went away.</param>
    public void Fail(Exception? problem = null) => _failed |= problem is null || PreparedStatements.MayBeHalfKnownAfter(problem);

    /// <returns>True when a command failed since this was asked last.</returns>
    public bool TakeFailure()
    {
        var failed = _failed;
        _failed = false;
        return failed;
    }
}
