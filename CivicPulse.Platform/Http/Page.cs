using System.Buffers.Text;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using System.Text.Json;
using System.Text.Json.Serialization;
using CivicPulse.Platform.Data;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Http;

/// <summary>A part of a list. <see cref="Next"/> is the cursor of what follows; null at the end.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

/// <summary>Where to go on, and how many: at most 100.</summary>
public sealed record PageQuery(
    [property: FromQuery(Name = "after"), Description("The `next` of the page before"), MaxLength(500)] string? After = null,
    [property: FromQuery(Name = "limit"), Description("Items a page, 1 to 100"), Range(1, 100)] int Limit = 50);

public static class Pages
{
    /// <summary>Newest or highest first, by (<paramref name="sort"/>, id): the place of the last row, not a count, so pages stay fast and stable.</summary>
    public static Task<Page<TItem>> ToPageAsync<T, TKey, TItem>(
        this IQueryable<T> rows, PageQuery page, Expression<Func<T, TKey>> sort, Expression<Func<T, TItem>> select, CancellationToken ct)
        where T : Entity where TKey : notnull
    {
        if (page.After is { } cursor) rows = rows.Where(Below(sort, Read<TKey>(cursor)));
        return CutAsync(rows.OrderByDescending(sort).ThenByDescending(r => r.Id), page.Limit, sort, select, ct);
    }

    /// <summary>In the order of a unique number within what was asked for, such as a turn's index.</summary>
    public static Task<Page<TItem>> InOrderAsync<T, TItem>(
        this IQueryable<T> rows, PageQuery page, Expression<Func<T, int>> number, Expression<Func<T, TItem>> select, CancellationToken ct)
    {
        if (page.After is { } cursor)
        {
            var above = Expression.GreaterThan(number.Body, Part(Read<int>(cursor), nameof(Cursor<>.Key)));
            rows = rows.Where(Expression.Lambda<Func<T, bool>>(above, number.Parameters));
        }
        return CutAsync(rows.OrderBy(number), page.Limit, number, select, ct);
    }

    /// <summary>A part of a short list that is known whole, by place.</summary>
    public static Page<T> Of<T>(IReadOnlyList<T> whole, PageQuery page)
    {
        var from = page.After is { } cursor ? Math.Clamp(Read<int>(cursor).Key, 0, whole.Count) : 0;
        return new([.. whole.Skip(from).Take(page.Limit)], from + page.Limit < whole.Count ? Write(from + page.Limit, Guid.Empty) : null);
    }

    /// <summary>Asks for one row more than the page holds: whether it is there tells whether to give a cursor.</summary>
    private static async Task<Page<TItem>> CutAsync<T, TKey, TItem>(
        IQueryable<T> rows, int limit, Expression<Func<T, TKey>> sort, Expression<Func<T, TItem>> select, CancellationToken ct)
    {
        var row = select.Parameters[0];
        var id = typeof(Entity).IsAssignableFrom(typeof(T)) ? (Expression)Expression.Property(row, nameof(Entity.Id)) : Expression.Constant(Guid.Empty);
        var placed = Expression.Lambda<Func<T, Placed<TItem, TKey>>>(
            Expression.New(typeof(Placed<TItem, TKey>).GetConstructors()[0], select.Body, new Swap(sort.Parameters[0], row).Visit(sort.Body), id), row);
        var found = await rows.Take(limit + 1).Select(placed).ToListAsync(ct);
        var last = found.Count > limit ? found[limit - 1] : null;
        return new([.. found.Take(limit).Select(p => p.Item)], last is null ? null : Write(last.Key, last.Id));
    }

    private static Expression<Func<T, bool>> Below<T, TKey>(Expression<Func<T, TKey>> sort, Cursor<TKey> at)
        where T : Entity where TKey : notnull
    {
        var row = sort.Parameters[0];
        var key = Part(at, nameof(Cursor<>.Key));
        var id = Expression.Property(row, nameof(Entity.Id));
        var tied = Expression.AndAlso(Expression.Equal(sort.Body, key), Expression.LessThan(id, Part(at, nameof(Cursor<>.Id))));
        return Expression.Lambda<Func<T, bool>>(Expression.OrElse(Expression.LessThan(sort.Body, key), tied), row);
    }

    /// <summary>A member of an object, not a constant: the database sees a parameter and the query is compiled once.</summary>
    private static MemberExpression Part<TKey>(Cursor<TKey> at, string member) => Expression.Property(Expression.Constant(at), member);

    private sealed record Placed<TItem, TKey>(TItem Item, TKey Key, Guid Id);

    private static readonly JsonSerializerOptions Whole = new() { RespectRequiredConstructorParameters = true };

    private sealed record Cursor<TKey>(TKey Key, Guid Id);

    private static string Write<TKey>(TKey key, Guid id) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Cursor<TKey>(key, id)));

    private static Cursor<TKey> Read<TKey>(string cursor)
    {
        try
        {
            var place = JsonSerializer.Deserialize<Cursor<TKey>>(Base64Url.DecodeFromChars(cursor), Whole);
            if (place is Cursor<DateTimeOffset> { Key: var at }) return (Cursor<TKey>)(object)new Cursor<DateTimeOffset>(at.ToUniversalTime(), place.Id);
            if (place is { Key: not null }) return place;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // Said below, in the same words as for a cursor of another list.
        }
        throw new BadInput("bad_cursor", "`after` is not a cursor of this list.");
    }

    private sealed class Swap(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
