using System.Linq.Expressions;
using System.Reflection;
using System.Text.Json;

namespace CivicPulse.Platform.Http;

/// <summary>A field of a list: its wire name, its type, and how it is compared.</summary>
internal abstract class ListField(string name, Type type, bool sorts, bool nullable)
{
    public string Name { get; } = name;

    /// <summary>Never <see cref="Nullable{T}"/>: see <see cref="MayBeNull"/>.</summary>
    public Type Type { get; } = Nullable.GetUnderlyingType(type) ?? type;

    public bool Sorts { get; } = sorts;

    public bool MayBeNull { get; } = nullable;

    public IReadOnlyList<string> Operators { get; } = ListFilters.For(Nullable.GetUnderlyingType(type) ?? type, nullable);
}

internal abstract class ListField<T>(string name, Type type, bool sorts, bool nullable) : ListField(name, type, sorts, nullable) where T : class
{
    /// <summary>The field of <see cref="Listing{T}.Row"/>.</summary>
    public abstract Expression Key { get; }

    public abstract IOrderedQueryable<T> Order(IQueryable<T> rows, bool down, bool further);

    /// <summary>A filter's condition on the row.</summary>
    public abstract Expression Compare(string word, string text);

    /// <summary>The key at which a page ended, as a parameter of the query; null when the row had none there.</summary>
    /// <exception cref="BadInput">It is no value of this field.</exception>
    public abstract Expression? Place(JsonElement at);

    public abstract Expression Follows(Expression place, bool down);
}

internal sealed class ListField<T, TKey> : ListField<T> where T : class
{
    private readonly Expression<Func<T, TKey>> _key;

    public ListField(string name, Expression<Func<T, TKey>> key, bool sorts) : base(name, typeof(TKey), sorts, Nulls(key.Body))
    {
        // Compared as stored, an enumeration has no order that anybody would expect.
        if (sorts && (Type.IsEnum || Type == typeof(bool))) throw new ArgumentException($"`{name}` has no order to sort by.", nameof(key));
        Key = new Swap(key.Parameters[0], Listing<T>.Row).Visit(key.Body);
        _key = Expression.Lambda<Func<T, TKey>>(Key, Listing<T>.Row);
    }

    public override Expression Key { get; }

    public override IOrderedQueryable<T> Order(IQueryable<T> rows, bool down, bool further) => (further, down) switch
    {
        (false, false) => rows.OrderBy(_key),
        (false, true) => rows.OrderByDescending(_key),
        (true, false) => ((IOrderedQueryable<T>)rows).ThenBy(_key),
        (true, true) => ((IOrderedQueryable<T>)rows).ThenByDescending(_key),
    };

    public override Expression Compare(string word, string text)
    {
        if (word == ListFilters.Null) return ListFilters.WantsNull(Name, text) ? Expression.Equal(Key, Nothing) : Expression.NotEqual(Key, Nothing);
        if (word == ListFilters.Contains) return ListFilters.Containing(Key, text);
        if (word == ListFilters.In) return ListFilters.Among<TKey>(Key, [.. text.Split(',', ListFilters.MostValues + 1).Select(Value)]);
        var value = Parameter(Value(text));
        return word switch
        {
            ListFilters.Equal => Expression.Equal(Key, value),
            ListFilters.NotEqual => Expression.NotEqual(Key, value),
            "gt" => Ordered(ExpressionType.GreaterThan, value),
            "gte" => Ordered(ExpressionType.GreaterThanOrEqual, value),
            "lt" => Ordered(ExpressionType.LessThan, value),
            _ => Ordered(ExpressionType.LessThanOrEqual, value),
        };
    }

    public override Expression? Place(JsonElement at)
    {
        if (at.ValueKind == JsonValueKind.Null && MayBeNull) return null;
        var text = at.ValueKind == JsonValueKind.String ? at.GetString()! : at.GetRawText();
        return WireText.TryRead(Type, text, out var value) && value is not null ? Parameter((TKey)value) : throw Pages.BadCursor();
    }

    public override Expression Follows(Expression place, bool down) => Ordered(down ? ExpressionType.LessThan : ExpressionType.GreaterThan, place);

    private Expression Nothing => Expression.Constant(null, typeof(TKey));

    private TKey Value(string text) => WireText.TryRead(Type, text, out var value)
        ? (TKey)value!
        : throw new BadInput("bad_filter_value", $"`{Name}` takes {WireText.Describe(Type)}.");

    /// <summary>A member of an object, not a constant: the database sees a parameter and the query is compiled once.</summary>
    private static MemberExpression Parameter(TKey value) => Expression.Property(Expression.Constant(new Box<TKey>(value)), nameof(Box<>.Value));

    private BinaryExpression Ordered(ExpressionType comparison, Expression value) => typeof(TKey) == typeof(string)
        ? Expression.MakeBinary(comparison, Expression.Call(ListFilters.CompareText, Key, value), Expression.Constant(0))
        : Expression.MakeBinary(comparison, Key, value);

    /// <summary>Asked once, when the list is declared: a column behind another row, or one whose type allows it, may be null.</summary>
    private static bool Nulls(Expression key)
    {
        if (default(TKey) is null && typeof(TKey).IsValueType) return true;
        if (typeof(TKey).IsValueType) return false;
        return key is not MemberExpression { Member: PropertyInfo property, Expression: ParameterExpression }
            || new NullabilityInfoContext().Create(property).ReadState != NullabilityState.NotNull;
    }
}

/// <summary>A value in a condition. As text it is a mark, so that conditions which differ in their values alone read the same.</summary>
internal interface IBox
{
    object? Kept { get; }
}

internal sealed record Box<TKey>(TKey Value) : IBox
{
    public object? Kept => Value;

    public override string ToString() => "?";
}
