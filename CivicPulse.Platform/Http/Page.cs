using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using System.Text.Json.Serialization;
using CivicPulse.Platform.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace CivicPulse.Platform.Http;

/// <summary>A part of a list. <see cref="Next"/> is the cursor of what follows; null at the end.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next) : INarrowed
{
    internal SparseFields? Shown { get; init; }

    SparseFields? INarrowed.Shown => Shown;

    IReadOnlyList<object?> INarrowed.Rows => [.. Items.Cast<object?>()];
}

/// <summary>Where to go on, how many (at most 100), in which order, and which fields.</summary>
public sealed record PageQuery(
    [property: FromQuery(Name = "after"), Description("The `next` of the page before"), MaxLength(2000)] string? After = null,
    [property: FromQuery(Name = "limit"), Description("Items a page, 1 to 100"), Range(1, 100)] int Limit = PageQuery.Usual,
    [property: FromQuery(Name = "sort"), Description("Fields to sort by, a minus before those that go down"), MaxLength(200)] string? Sort = null,
    [property: FromQuery(Name = "fields"), Description("The fields to answer with; all without it"), MaxLength(1000)] string? Fields = null,
    HttpRequest? Request = null)
{
    internal const int Usual = 50;
}

public static class Pages
{
    /// <summary>A page of a declared list: the place of the last row, not a count, so pages stay fast and stable.</summary>
    public static Task<Page<TItem>> ToPageAsync<T, TItem>(
        this IQueryable<T> rows, PageQuery page, Listing<T> listing, Expression<Func<T, TItem>> select, CancellationToken ct) where T : class =>
        CutAsync(rows, page, listing.SortedBy(page.Sort), listing.Conditions(page.Request), select, ct);

    /// <summary>A page of a whole table. The usual ways to ask for it are compiled once.</summary>
    public static async Task<Page<TItem>> ToPageAsync<T, TItem>(
        this DbSet<T> rows, PageQuery page, Listing<T> listing, Projection<T, TItem> shown, CancellationToken ct) where T : Entity where TItem : class
    {
        var db = (TenantDb)rows.GetService<ICurrentDbContext>().Context;
        var (order, conditions) = (listing.SortedBy(page.Sort), listing.Conditions(page.Request));
        if (page.Fields is not null) return await CutAsync(rows, page, order, conditions, shown.In(db), ct);
        if (shown.Pages.Ask(db, rows, listing, order, conditions, page.After, page.Limit) is not { } compiled) return await CutAsync(rows, page, order, conditions, shown.In(db), ct);
        var found = new List<Placed<TItem>>(page.Limit + 1);
        await foreach (var row in compiled.WithCancellation(ct)) found.Add(row);
        return Cut(found, page, order, null);
    }

    /// <summary>A page in one fixed order: newest or highest first, by (<paramref name="sort"/>, id).</summary>
    public static Task<Page<TItem>> ToPageAsync<T, TKey, TItem>(
        this IQueryable<T> rows, PageQuery page, Expression<Func<T, TKey>> sort, Expression<Func<T, TItem>> select, CancellationToken ct)
        where T : Entity where TKey : notnull
    {
        if (page.Sort is not null) throw new BadInput("unknown_sort", "This list has one order.");
        return CutAsync(rows, page, Listing.Of<T>("-key").Sort("key", sort).SortedBy(null), [], select, ct);
    }

    /// <summary>A page in the order of a unique number within what was asked for, such as a turn's index.</summary>
    public static Task<Page<TItem>> InOrderAsync<T, TItem>(
        this IQueryable<T> rows, PageQuery page, Expression<Func<T, int>> number, Expression<Func<T, TItem>> select, CancellationToken ct) where T : class
    {
        if (page.Sort is not null) throw new BadInput("unknown_sort", "This list has one order.");
        return CutAsync(rows, page, Listing.InOrder("number", number).SortedBy(null), [], select, ct);
    }

    /// <summary>A part of a short list that is known whole, by place.</summary>
    public static Page<T> Of<T>(IReadOnlyList<T> whole, PageQuery page)
    {
        if (page.Sort is not null) throw new BadInput("unknown_sort", "This list has one order.");
        var from = 0;
        if (page.After is { } cursor && (!int.TryParse(cursor, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out from) || from > whole.Count)) throw BadCursor();
        var shown = SparseFields.Of<T>(page.Fields);
        var next = from + page.Limit < whole.Count ? (from + page.Limit).ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return new([.. whole.Skip(from).Take(page.Limit)], next) { Shown = shown };
    }

    /// <summary>Names the listing of a route, so that its description tells what can be asked.</summary>
    public static TBuilder Lists<TBuilder>(this TBuilder route, Listing listing) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(listing);

    internal static BadInput BadCursor() => new("bad_cursor", "`after` is not a cursor of this list in this order.");

    /// <summary>Asks for one row more than the page holds: whether it is there tells whether to give a cursor.</summary>
    private static async Task<Page<TItem>> CutAsync<T, TItem>(
        IQueryable<T> rows, PageQuery page, Ordering<T> order, List<Expression> conditions, Expression<Func<T, TItem>> select, CancellationToken ct) where T : class
    {
        var shown = SparseFields.Of<TItem>(page.Fields);
        if (page.After is { } cursor) conditions.Add(order.From(cursor));
        foreach (var condition in conditions) rows = rows.Where(Expression.Lambda<Func<T, bool>>(condition, Listing<T>.Row));
        var item = new Swap(select.Parameters[0], Listing<T>.Row).Visit(select.Body);
        if (shown is not null) item = shown.Narrow<TItem>(item);
        return Cut(await order.Order(rows).Take(page.Limit + 1).Select(order.Place<TItem>(item)).ToListAsync(ct), page, order, shown);
    }

    private static Page<TItem> Cut<T, TItem>(List<Placed<TItem>> found, PageQuery page, Ordering<T> order, SparseFields? shown) where T : class
    {
        var last = found.Count > page.Limit ? found[page.Limit - 1] : null;
        return new([.. found.Take(page.Limit).Select(p => p.Item)], last is null ? null : order.Cursor(last.Keys)) { Shown = shown };
    }
}
