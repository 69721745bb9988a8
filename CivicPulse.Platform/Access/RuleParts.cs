using System.Linq.Expressions;
using System.Reflection;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Access;

/// <summary>The pieces that rules are put together from, as expressions over the context and the row.</summary>
internal static class RuleParts
{
    private static readonly MethodInfo ContainsGuid = new Func<IEnumerable<Guid>, Guid, bool>(Enumerable.Contains).Method;

    public static Expression<Func<T, Guid?>> CreatedBy<T>() => Member<T, Guid?>(nameof(Entity.CreatedBy));

    public static Expression<Func<T, Guid>> Id<T>() => Member<T, Guid>(nameof(Entity.Id));

    public static Expression<Func<T, bool>> HasId<T>(Guid id)
    {
        var member = Id<T>();
        Expression<Func<Guid>> wanted = () => id;
        return Expression.Lambda<Func<T, bool>>(Expression.Equal(member.Body, wanted.Body), member.Parameters);
    }

    public static Expression<Func<TenantDb, T, bool>> Everywhere<T>(string word) => Rule<T>((db, _) => Ask(nameof(Asking.Everything), db, word));

    public static Expression<Func<TenantDb, T, bool>> Owned<T>(Expression<Func<T, Guid?>> owner, string word, string question = nameof(Asking.Own)) =>
        Rule<T>((db, row) => Expression.AndAlso(Ask(question, db, word), IsOwner(owner, db, row)));

    public static Expression<Func<TenantDb, T, bool>> Among<T>(Expression<Func<T, Guid?>> place, string word, string question) =>
        Rule<T>((db, row) => IsAmong(Ask(question, db, word), place, row));

    public static Expression<Func<TenantDb, T, bool>> InStates<T, TState>(Expression<Func<T, TState>> state, string word) where TState : struct, Enum
    {
        var states = typeof(Asking).GetMethod(nameof(Asking.States))!.MakeGenericMethod(typeof(TState));
        var contains = new Func<IEnumerable<TState>, TState, bool>(Enumerable.Contains).Method;
        return Rule<T>((db, row) => Expression.Call(contains, Expression.Call(states, db, Expression.Constant(word)), Body(state, row)));
    }

    public static Expression<Func<TenantDb, T, bool>> Confined<T>(
        Expression<Func<T, bool>> when, string unless, Expression<Func<T, Guid?>>? owner, Expression<Func<T, Guid?>>? team) => Rule<T>((db, row) =>
    {
        Expression open = Expression.OrElse(Ask(nameof(Asking.Everything), db, unless), Expression.Not(Body(when, row)));
        if (owner is not null) open = Expression.OrElse(open, IsOwner(owner, db, row));
        return team is null ? open : Expression.OrElse(open, IsAmong(Ask(nameof(Asking.Memberships), db), team, row));
    });

    public static Expression<Func<TenantDb, T, bool>> Published<T>(Expression<Func<T, bool>> when) =>
        Rule<T>((db, row) => Expression.AndAlso(Ask(nameof(Asking.Visiting), db), Body(when, row)));

    /// <summary>Visitors see what is published and nothing else, others what they may.</summary>
    public static Expression<Func<TenantDb, T, bool>> OrVisiting<T>(Expression<Func<TenantDb, T, bool>> others, Expression<Func<T, bool>> when) =>
        Rule<T>((db, row) => Expression.Condition(Ask(nameof(Asking.Visiting), db), Body(when, row), Swap(others, db, row)));

    /// <summary>A part that visitors see with its parent, or not at all.</summary>
    public static Expression<Func<TenantDb, T, bool>> NotHidden<T>(Expression<Func<T, bool>>? when) => Rule<T>((db, row) =>
    {
        Expression known = Expression.Not(Ask(nameof(Asking.Visiting), db));
        return when is null ? known : Expression.OrElse(known, Body(when, row));
    });

    /// <summary>Asks for the parent only when some parents are hidden.</summary>
    public static Expression<Func<TenantDb, T, bool>> SeenWith<T>(Expression<Func<T, Guid>> key, RecordRule parent) => Rule<T>((db, row) =>
    {
        var set = Expression.Call(db, nameof(DbContext.Set), [parent.Table]);
        var candidate = Expression.Parameter(parent.Table, "p");
        var same = Expression.Lambda(Expression.Equal(Expression.Property(candidate, nameof(Entity.Id)), Body(key, row)), candidate);
        var exists = Expression.Call(typeof(Queryable), nameof(Queryable.Any), [parent.Table], set, Expression.Quote(same));
        return Expression.OrElse(Ask(nameof(Asking.SeesEvery), db, parent.Table), exists);
    });

    public static Expression<Func<TenantDb, T, bool>> Any<T>(
        Expression<Func<TenantDb, T, bool>> first, IEnumerable<Expression<Func<TenantDb, T, bool>>> others) =>
        Rule<T>((db, row) => others.Aggregate(Swap(first, db, row), (open, other) => Expression.OrElse(open, Swap(other, db, row))));

    /// <summary>As a filter of a table. The constant is replaced by whatever context runs the query.</summary>
    public static Expression<Func<T, bool>> For<T>(TenantDb db, Expression<Func<TenantDb, T, bool>> rule)
    {
        var row = Expression.Parameter(typeof(T), "row");
        return Expression.Lambda<Func<T, bool>>(Swap(rule, Expression.Constant(db), row), row);
    }

    private static BinaryExpression IsOwner<T>(Expression<Func<T, Guid?>> owner, Expression db, Expression row) =>
        Expression.Equal(Body(owner, row), Expression.Convert(Ask(nameof(Asking.Account), db), typeof(Guid?)));

    private static BinaryExpression IsAmong<T>(Expression places, Expression<Func<T, Guid?>> place, Expression row)
    {
        var value = Body(place, row);
        return Expression.AndAlso(
            Expression.NotEqual(value, Expression.Constant(null, typeof(Guid?))),
            Expression.Call(ContainsGuid, places, Expression.Property(value, nameof(Nullable<>.Value))));
    }

    private static MethodCallExpression Ask(string question, Expression db, params object[] arguments) =>
        Expression.Call(typeof(Asking).GetMethod(question)!, (IEnumerable<Expression>)[db, .. arguments.Select(a => Expression.Constant(a, a is Type ? typeof(Type) : a.GetType()))]);

    private static Expression<Func<TenantDb, T, bool>> Rule<T>(Func<Expression, Expression, Expression> body)
    {
        var (db, row) = (Expression.Parameter(typeof(TenantDb), "db"), Expression.Parameter(typeof(T), "row"));
        return Expression.Lambda<Func<TenantDb, T, bool>>(body(db, row), db, row);
    }

    private static Expression<Func<T, TValue>> Member<T, TValue>(string name)
    {
        var row = Expression.Parameter(typeof(T), "row");
        return Expression.Lambda<Func<T, TValue>>(Expression.Property(row, name), row);
    }

    private static Expression Body<T, TValue>(Expression<Func<T, TValue>> member, Expression row) => new Exchange(member.Parameters[0], row).Visit(member.Body);

    private static Expression Swap<T>(Expression<Func<TenantDb, T, bool>> rule, Expression db, Expression row) =>
        new Exchange(rule.Parameters[1], row).Visit(new Exchange(rule.Parameters[0], db).Visit(rule.Body));

    private sealed class Exchange(ParameterExpression from, Expression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
