using System.Buffers.Text;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Http;

internal sealed record SortStep<T>(ListField<T> Field, bool Down) where T : class;

/// <summary>
/// An order and the place in it where a page ended. Nulls count as the highest value, as PostgreSQL has it, and the id tells rows
/// apart, in the direction of the last field.
/// </summary>
internal sealed class Ordering<T>(IReadOnlyList<SortStep<T>> steps, Expression? id) where T : class
{
    public const int MostFields = 3;

    private readonly bool _down = steps[^1].Down;

    /// <summary>Fields and directions, as a request names them.</summary>
    public string Signature => string.Join(',', steps.Select(s => (s.Down ? "-" : "") + s.Field.Name));

    /// <summary>What the cursor needs of a row.</summary>
    private readonly Expression _keys = Expression.NewArrayInit(typeof(object), (id is null ? steps.Select(s => s.Field.Key) : steps.Select(s => s.Field.Key).Append(id)).Select(k => Expression.Convert(k, typeof(object))));

    public IQueryable<T> Order(IQueryable<T> rows)
    {
        for (var i = 0; i < steps.Count; i++) rows = steps[i].Field.Order(rows, steps[i].Down, i > 0);
        if (id is null) return rows;
        var key = Expression.Lambda<Func<T, Guid>>(id, Listing<T>.Row);
        return _down ? ((IOrderedQueryable<T>)rows).ThenByDescending(key) : ((IOrderedQueryable<T>)rows).ThenBy(key);
    }

    /// <summary>What is shown of a row, with its place.</summary>
    public Expression<Func<T, Placed<TItem>>> Place<TItem>(Expression item) =>
        Expression.Lambda<Func<T, Placed<TItem>>>(Expression.New(typeof(Placed<TItem>).GetConstructors()[0], item, _keys), Listing<T>.Row);

    public string Cursor(object?[] keys) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(keys.Prepend(Signature), CursorText.Short));

    /// <summary>Whether a row comes after the cursor.</summary>
    public Expression From(string cursor)
    {
        var keys = Read(cursor);
        var places = steps.Select((s, i) => s.Field.Place(keys[i + 1])).ToList();
        if (id is null) return steps[0].Field.Follows(places[0]!, _down);
        if (keys[^1].ValueKind != JsonValueKind.String || !Guid.TryParseExact(keys[^1].GetString(), "D", out var last)) throw Pages.BadCursor();
        var lastId = Expression.Property(Expression.Constant(new Box<Guid>(last)), nameof(Box<>.Value));
        return steps.All(s => s.Down == _down && !s.Field.MayBeNull)
            ? RowComparison.After(_down, [.. steps.Select(s => s.Field.Key), id], [.. places!, lastId])
            : StepByStep(places, lastId);
    }

    /// <summary>Later in the first field; or level there and later in the second; and so on.</summary>
    private Expression StepByStep(List<Expression?> places, Expression lastId)
    {
        Expression after = _down ? Expression.LessThan(id!, lastId) : Expression.GreaterThan(id!, lastId);
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            var (field, place) = (steps[i].Field, places[i]);
            var nothing = field.MayBeNull ? Expression.Equal(field.Key, Expression.Constant(null, field.Key.Type)) : null;
            var level = place is null ? nothing! : Expression.Equal(field.Key, place);
            after = Expression.OrElse(Later(field, place, nothing, steps[i].Down), Expression.AndAlso(level, after));
        }
        return after;
    }

    private static Expression Later(ListField<T> field, Expression? place, Expression? nothing, bool down)
    {
        if (place is null) return down ? Expression.Not(nothing!) : Expression.Constant(false);
        var later = field.Follows(place, down);
        return nothing is null || down ? later : Expression.OrElse(later, nothing);
    }

    private JsonElement[] Read(string cursor)
    {
        try
        {
            var keys = JsonSerializer.Deserialize<JsonElement[]>(Base64Url.DecodeFromChars(cursor));
            // Half a character cannot be read as text: better said here than by the query.
            if (keys is not null && keys.All(k => k.ValueKind != JsonValueKind.String || k.GetString() is not null)
                && keys.Length == steps.Count + (id is null ? 1 : 2) && keys[0].ValueKind == JsonValueKind.String && keys[0].GetString() == Signature) return keys;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            // Said below, in the same words as for a cursor of another list or another sort.
        }
        throw Pages.BadCursor();
    }
}

internal static class CursorText
{
    /// <summary>As short as it can be: what a page ends at may be long, and in any script.</summary>
    public static readonly JsonSerializerOptions Short = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}

/// <summary>One comparison of whole rows, which an index answers from the right place on.</summary>
internal static class RowComparison
{
    private static readonly MethodInfo Below = Named(nameof(NpgsqlDbFunctionsExtensions.LessThan));
    private static readonly MethodInfo Above = Named(nameof(NpgsqlDbFunctionsExtensions.GreaterThan));
    private static readonly Dictionary<int, MethodInfo> Makers = typeof(ValueTuple).GetMethods()
        .Where(m => m.Name == nameof(ValueTuple.Create)).ToDictionary(m => m.GetGenericArguments().Length);

    public static MethodCallExpression After(bool down, Expression[] row, Expression[] place) =>
        Expression.Call(down ? Below : Above, Expression.Constant(EF.Functions), Row(row), Row(place));

    private static UnaryExpression Row(Expression[] values) =>
        Expression.Convert(Expression.Call(Makers[values.Length].MakeGenericMethod([.. values.Select(v => v.Type)]), values), typeof(ITuple));

    private static MethodInfo Named(string name) => typeof(NpgsqlDbFunctionsExtensions).GetMethod(name, [typeof(DbFunctions), typeof(ITuple), typeof(ITuple)])!;
}
