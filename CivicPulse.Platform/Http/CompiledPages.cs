using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace CivicPulse.Platform.Http;

/// <summary>A row of a page with the place where it stands in the order.</summary>
internal sealed record Placed<TItem>(TItem Item, object?[] Keys);

/// <summary>Rows of one form of a list, such as "by date, of one status": of this context, with the values asked for.</summary>
internal delegate IAsyncEnumerable<Placed<TItem>> CompiledPage<TItem>(TenantDb db, object?[] values);

/// <summary>
/// The forms in which a list is asked for, each compiled once: order, comparisons and cursor make the form, their values are its
/// parameters. Taking the expression apart anew costs as much as reading the rows.
/// </summary>
internal sealed class CompiledPages<T, TItem>(Expression<Func<TenantDb, T, TItem>> select) where T : Entity where TItem : class
{
    /// <summary>What clients ask for again and again is few; what was not asked for the longest time is forgotten.</summary>
    private const int MostForms = 50;

    /// <summary>Entity Framework compiles queries of so many parameters.</summary>
    private const int MostParameters = 15;

    // A compiled query belongs to one model, and every host in a process has its own.
    private readonly ConditionalWeakTable<IModel, ConcurrentDictionary<(Listing<T> Listing, string Text), Form>> _forms = [];

    /// <returns>Null where the list is to be asked for as any other query.</returns>
    public IAsyncEnumerable<Placed<TItem>>? Ask(TenantDb db, DbSet<T> rows, Listing<T> listing, Ordering<T> order, IReadOnlyList<Expression> filters, string? cursor, int limit)
    {
        IReadOnlyList<Expression> conditions = cursor is null ? filters : [.. filters, order.From(cursor)];
        var values = new Values();
        foreach (var condition in conditions) values.Visit(condition);
        if (values.Found.Count >= MostParameters) return null;
        // With the number in its text PostgreSQL plans a page once. Where a value may be rare or frequent it must look at it each time.
        var once = limit == PageQuery.Usual && filters.All(IsOneOfFew);
        var forms = _forms.GetValue(db.Model, _ => new());
        var key = (listing, $"{order.Signature} {string.Join(" and ", conditions)} {(once ? "once" : "")}");
        if (!forms.TryGetValue(key, out var form))
        {
            if (forms.Count >= MostForms && forms.MinBy(f => f.Value.Used) is var oldest) forms.TryRemove(oldest.Key, out _);
            forms[key] = form = new(Compile(rows, order, conditions, once));
        }
        form.Used = Environment.TickCount64;
        values.Found.Add(limit + 1);
        return form.Ask(db, [.. values.Found]);
    }

    /// <summary>A state, a kind, yes or no: no index of its own would find so many rows faster than the order does.</summary>
    private static bool IsOneOfFew(Expression filter) =>
        filter is BinaryExpression { NodeType: ExpressionType.Equal } equal && (Nullable.GetUnderlyingType(equal.Left.Type) ?? equal.Left.Type) is var type && (type.IsEnum || type == typeof(bool));

    private CompiledPage<TItem> Compile(DbSet<T> rows, Ordering<T> order, IReadOnlyList<Expression> conditions, bool fixedLimit)
    {
        var (db, limit) = (select.Parameters[0], Expression.Parameter(typeof(int), "limit"));
        var query = order.Order(conditions.Aggregate((IQueryable<T>)rows, (found, c) => found.Where(Expression.Lambda<Func<T, bool>>(c, Listing<T>.Row))));
        var asked = new Parameters(db);
        var sorted = asked.Visit(query.Expression);
        var cut = Expression.Call(typeof(Queryable), nameof(Queryable.Take), [typeof(T)], sorted, fixedLimit ? Expression.Constant(PageQuery.Usual + 1) : limit);
        var item = new Swap(select.Parameters[1], Listing<T>.Row).Visit(select.Body);
        var body = Expression.Call(typeof(Queryable), nameof(Queryable.Select), [typeof(T), typeof(Placed<TItem>)], cut, Expression.Quote(order.Place<TItem>(item)));
        ParameterExpression[] parameters = [.. asked.Found, limit];
        Type[] types = [typeof(TenantDb), .. parameters.Select(p => p.Type)];
        var lambda = Expression.Lambda(Expression.GetFuncType([.. types, typeof(IQueryable<Placed<TItem>>)]), body, (IEnumerable<ParameterExpression>)[db, .. parameters]);
        var made = CompilerOf(parameters.Length).MakeGenericMethod([.. types, typeof(Placed<TItem>)]).Invoke(null, [lambda])!;
        return Spread((Delegate)made, parameters);
    }

    /// <summary>From values in a row to the parameters of a compiled query.</summary>
    private static CompiledPage<TItem> Spread(Delegate made, ParameterExpression[] parameters)
    {
        var (db, values) = (Expression.Parameter(typeof(TenantDb)), Expression.Parameter(typeof(object?[])));
        var given = parameters.Select((p, i) => (Expression)Expression.Convert(Expression.ArrayIndex(values, Expression.Constant(i)), p.Type));
        return Expression.Lambda<CompiledPage<TItem>>(Expression.Invoke(Expression.Constant(made), (IEnumerable<Expression>)[db, .. given]), db, values).Compile();
    }

    private static MethodInfo CompilerOf(int parameters) => typeof(EF).GetMethods().Single(m => m.Name == nameof(EF.CompileAsyncQuery)
        && m.GetGenericArguments().Length == parameters + 2
        && m.GetParameters()[0].ParameterType.GetGenericArguments()[0].GetGenericArguments()[^1] is { IsGenericType: true } answer && answer.GetGenericTypeDefinition() == typeof(IQueryable<>));

    private sealed class Form(CompiledPage<TItem> ask)
    {
        public CompiledPage<TItem> Ask { get; } = ask;

        public long Used { get; set; }
    }

    /// <summary>The values in a condition, in the order in which they stand in it.</summary>
    private sealed class Values : ExpressionVisitor
    {
        public List<object?> Found { get; } = [];

        protected override Expression VisitMember(MemberExpression node)
        {
            if (node.Expression is not ConstantExpression { Value: IBox box }) return base.VisitMember(node);
            Found.Add(box.Kept);
            return node;
        }
    }

    /// <summary>Makes parameters of them, in the same order, and lets the query begin at whatever context runs it.</summary>
    private sealed class Parameters(ParameterExpression db) : ExpressionVisitor
    {
        public List<ParameterExpression> Found { get; } = [];

        protected override Expression VisitMember(MemberExpression node)
        {
            if (node.Expression is not ConstantExpression { Value: IBox }) return base.VisitMember(node);
            Found.Add(Expression.Parameter(node.Type, $"value{Found.Count}"));
            return Found[^1];
        }

        protected override Expression VisitExtension(Expression node) =>
            node is EntityQueryRootExpression ? Expression.Call(db, nameof(DbContext.Set), [typeof(T)]) : base.VisitExtension(node);
    }
}
