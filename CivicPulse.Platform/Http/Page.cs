using System.Buffers.Text;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Http;

/// <summary>A part of a list. <see cref="Next"/> is the cursor of what follows; absent at the end.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Where to go on, and how many: at most 100.</summary>
public sealed record PageQuery(
    [property: Description("The `next` of the page before"), MaxLength(500)] string? After = null,
    [property: Description("Items a page, 1 to 100"), Range(1, 100)] int Limit = 50);

public static class Pages
{
    /// <summary>Newest or highest first, by (<paramref name="sort"/>, <paramref name="id"/>): the place of the last row, not a count, so pages stay fast and stable.</summary>
    public static Task<Page<T>> ToPageAsync<T, TKey>(
        this IQueryable<T> rows, PageQuery page, Expression<Func<T, TKey>> sort, Expression<Func<T, Guid>> id, CancellationToken ct)
        where TKey : notnull
    {
        if (page.After is { } cursor) rows = rows.Where(Below(sort, id, Read<TKey>(cursor)));
        return CutAsync(rows.OrderByDescending(sort).ThenByDescending(id), page.Limit, sort.Compile(), id.Compile(), ct);
    }

    /// <summary>Ascending by one unique number, such as a turn's index.</summary>
    public static async Task<Page<T>> ToPageAsync<T>(this IQueryable<T> rows, PageQuery page, Expression<Func<T, int>> index, CancellationToken ct)
    {
        if (page.After is { } cursor)
        {
            var above = Expression.GreaterThan(index.Body, Expression.Constant(Read<int>(cursor).Key));
            rows = rows.Where(Expression.Lambda<Func<T, bool>>(above, index.Parameters));
        }
        var found = await rows.OrderBy(index).Take(page.Limit + 1).ToListAsync(ct);
        var more = found.Count > page.Limit;
        if (more) found.RemoveAt(page.Limit);
        return new(found, more ? Write(index.Compile()(found[^1]), Guid.Empty) : null);
    }

    private static async Task<Page<T>> CutAsync<T, TKey>(IQueryable<T> rows, int limit, Func<T, TKey> sort, Func<T, Guid> id, CancellationToken ct)
    {
        var found = await rows.Take(limit + 1).ToListAsync(ct);
        var more = found.Count > limit;
        if (more) found.RemoveAt(limit);
        return new(found, more ? Write(sort(found[^1]), id(found[^1])) : null);
    }

    private static Expression<Func<T, bool>> Below<T, TKey>(Expression<Func<T, TKey>> sort, Expression<Func<T, Guid>> id, Cursor<TKey> at)
        where TKey : notnull
    {
        var row = sort.Parameters[0];
        var idBody = new Swap(id.Parameters[0], row).Visit(id.Body);
        var place = Expression.Constant(at);
        var key = Expression.Property(place, nameof(Cursor<>.Key));
        var lower = Expression.LessThan(sort.Body, key);
        var tied = Expression.AndAlso(Expression.Equal(sort.Body, key), Expression.LessThan(idBody, Expression.Property(place, nameof(Cursor<>.Id))));
        return Expression.Lambda<Func<T, bool>>(Expression.OrElse(lower, tied), row);
    }

    private sealed record Cursor<TKey>(TKey Key, Guid Id);

    private static string Write<TKey>(TKey key, Guid id) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Cursor<TKey>(key, id)));

    private static Cursor<TKey> Read<TKey>(string cursor)
    {
        try
        {
            var place = JsonSerializer.Deserialize<Cursor<TKey>>(Base64Url.DecodeFromChars(cursor));
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
