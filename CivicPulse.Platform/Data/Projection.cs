using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CivicPulse.Platform.Data;

/// <summary>
/// How a record looks from outside. Reading one by its id is compiled once and for all: taking the expression apart anew with every
/// request costs a fifth of the request. Keep it in a static field, or it is compiled each time.
/// </summary>
public sealed class Projection<T, TItem>(Expression<Func<TenantDb, T, TItem>> select) where T : Entity where TItem : class
{
    // A compiled query belongs to one model, and every host in a process has its own.
    private readonly ConditionalWeakTable<IModel, Func<TenantDb, Guid, CancellationToken, Task<TItem?>>> _one = [];

    public Task<TItem?> OneAsync(TenantDb db, Guid id, CancellationToken ct) => _one.GetValue(db.Model, _ => Compiled())(db, id, ct);

    /// <summary>For the queries of this context: lists, filters, and what else is put together as asked.</summary>
    public Expression<Func<T, TItem>> In(TenantDb db) =>
        Expression.Lambda<Func<T, TItem>>(new Swap(select.Parameters[0], Expression.Constant(db)).Visit(select.Body), select.Parameters[1]);

    private Func<TenantDb, Guid, CancellationToken, Task<TItem?>> Compiled()
    {
        var (db, row) = (select.Parameters[0], select.Parameters[1]);
        var (id, ct) = (Expression.Parameter(typeof(Guid), "id"), Expression.Parameter(typeof(CancellationToken), "ct"));
        var rows = Expression.Call(db, nameof(DbContext.Set), [typeof(T)]);
        var isIt = Expression.Lambda<Func<T, bool>>(Expression.Equal(Expression.Property(row, nameof(Entity.Id)), id), row);
        var found = Expression.Call(typeof(Queryable), nameof(Queryable.Where), [typeof(T)], rows, Expression.Quote(isIt));
        var shown = Expression.Call(typeof(Queryable), nameof(Queryable.Select), [typeof(T), typeof(TItem)], found, Expression.Quote(Expression.Lambda<Func<T, TItem>>(select.Body, row)));
        var first = Expression.Call(typeof(Queryable), nameof(Queryable.FirstOrDefault), [typeof(TItem)], shown);
        return EF.CompileAsyncQuery(Expression.Lambda<Func<TenantDb, Guid, CancellationToken, TItem?>>(first, db, id, ct));
    }

    private sealed class Swap(ParameterExpression from, Expression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
