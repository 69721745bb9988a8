using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
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
    private readonly ConditionalWeakTable<IModel, Func<TenantDb, Guid, CancellationToken, Task<TItem?>>> _byId = [];
    private readonly ConditionalWeakTable<IModel, Func<TenantDb, string, CancellationToken, Task<TItem?>>> _bySlug = [];

    internal CompiledPages<T, TItem> Pages { get; } = new(select);

    public Task<TItem?> OneAsync(TenantDb db, Guid id, CancellationToken ct) => _byId.GetValue(db.Model, _ => Compiled<Guid>(nameof(Entity.Id)))(db, id, ct);

    /// <summary>A public record by the name it has in addresses.</summary>
    public Task<TItem?> OneAsync(TenantDb db, string slug, CancellationToken ct) => _bySlug.GetValue(db.Model, _ => Compiled<string>(nameof(PublicRecord.Slug)))(db, slug, ct);

    /// <summary>For the queries of this context: lists, filters, and what else is put together as asked.</summary>
    public Expression<Func<T, TItem>> In(TenantDb db) =>
        Expression.Lambda<Func<T, TItem>>(new Swap(select.Parameters[0], Expression.Constant(db)).Visit(select.Body), select.Parameters[1]);

    private Func<TenantDb, TKey, CancellationToken, Task<TItem?>> Compiled<TKey>(string property)
    {
        var (db, row) = (select.Parameters[0], select.Parameters[1]);
        var (key, ct) = (Expression.Parameter(typeof(TKey), "key"), Expression.Parameter(typeof(CancellationToken), "ct"));
        var rows = Expression.Call(db, nameof(DbContext.Set), [typeof(T)]);
        var isIt = Expression.Lambda<Func<T, bool>>(Expression.Equal(Expression.Property(row, property), key), row);
        var found = Expression.Call(typeof(Queryable), nameof(Queryable.Where), [typeof(T)], rows, Expression.Quote(isIt));
        var shown = Expression.Call(typeof(Queryable), nameof(Queryable.Select), [typeof(T), typeof(TItem)], found, Expression.Quote(Expression.Lambda<Func<T, TItem>>(select.Body, row)));
        var first = Expression.Call(typeof(Queryable), nameof(Queryable.FirstOrDefault), [typeof(TItem)], shown);
        return EF.CompileAsyncQuery(Expression.Lambda<Func<TenantDb, TKey, CancellationToken, TItem?>>(first, db, key, ct));
    }

    private sealed class Swap(ParameterExpression from, Expression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
