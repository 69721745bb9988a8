using System.Linq.Expressions;
using CivicPulse.Platform.Data;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Platform.Http;

/// <summary>What a list can be sorted and filtered by, in the words of the wire. Stated on the route with <c>.Lists(...)</c>.</summary>
public abstract class Listing
{
    private protected Listing(string sort) => DefaultSort = sort;

    /// <summary>Field names, a minus before those that go down: <c>-start_date,name</c>.</summary>
    public string DefaultSort { get; }

    internal abstract IReadOnlyList<ListField> Fields { get; }

    internal HashSet<string> Others { get; } = new(StringComparer.Ordinal) { "after", "limit", "sort", "fields" };

    /// <summary>The list of <typeparamref name="T"/>; rows that tie are told apart by their id.</summary>
    public static Listing<T> Of<T>(string defaultSort) where T : Entity =>
        new(defaultSort, r => r.Id);

    /// <summary>A list whose one order is a number that never repeats in it, such as a turn's index.</summary>
    public static Listing<T> InOrder<T>(string name, Expression<Func<T, int>> number) where T : class => InOrder(name, name, number);

    /// <inheritdoc cref="InOrder{T}(string, Expression{Func{T, int}})"/>
    public static Listing<T> InOrder<T>(string defaultSort, string name, Expression<Func<T, int>> number) where T : class =>
        new Listing<T>(defaultSort, null).Sort(name, number);
}

/// <inheritdoc/>
public sealed class Listing<T> : Listing where T : class
{
    private readonly List<ListField<T>> _fields = [];

    internal Listing(string sort, Expression<Func<T, Guid>>? id) : base(sort) => Id = id is null ? null : new Swap(id.Parameters[0], Row).Visit(id.Body);

    internal static ParameterExpression Row { get; } = Expression.Parameter(typeof(T), "row");

    internal Expression? Id { get; }

    internal override IReadOnlyList<ListField> Fields => _fields;

    /// <summary>Sortable and filterable. A sort needs an index on (what narrows the list, this, id): a law explains the plans.</summary>
    public Listing<T> Sort<TKey>(string name, Expression<Func<T, TKey>> key) => Add(new ListField<T, TKey>(name, key, sorts: true));

    /// <summary>Filterable only.</summary>
    public Listing<T> Filter<TKey>(string name, Expression<Func<T, TKey>> key) => Add(new ListField<T, TKey>(name, key, sorts: false));

    /// <summary>A query parameter of the route's own.</summary>
    public Listing<T> Besides(string parameter)
    {
        Others.Add(parameter);
        return this;
    }

    internal Ordering<T> SortedBy(string? asked)
    {
        var steps = new List<SortStep<T>>();
        foreach (var word in (asked ?? DefaultSort).Split(',', Ordering<T>.MostFields + 1, StringSplitOptions.TrimEntries))
        {
            var down = word.StartsWith('-');
            var name = word.TrimStart('-', '+');
            if (_fields.Find(f => f.Sorts && f.Name == name) is not { } field) throw Unknown("unknown_sort", word, "sorted by", _fields.Where(f => f.Sorts));
            if (steps.Count == Ordering<T>.MostFields || steps.Exists(s => s.Field == field))
                throw new BadInput("unknown_sort", $"`sort` takes at most {Ordering<T>.MostFields} fields, each once.");
            steps.Add(new(field, down));
        }
        return new Ordering<T>(steps, Id);
    }

    /// <summary>What the request compares rows with, as conditions on <see cref="Row"/>.</summary>
    internal List<Expression> Conditions(HttpRequest? request)
    {
        var conditions = new List<Expression>();
        if (request is not { Query.Count: > 0 }) return conditions;
        foreach (var (key, values) in request.Query)
        {
            if (Others.Contains(key)) continue;
            var (name, word) = Split(key);
            if (_fields.Find(f => f.Name == name) is not { } field) throw Unknown("unknown_filter", key, "filtered by", _fields);
            if (!field.Operators.Contains(word, StringComparer.Ordinal))
                throw new BadInput("unknown_operator", $"`{name}` can be compared with {string.Join(", ", field.Operators.Select(o => $"[{o}]"))}; none means [eq].");
            if (values.Count != 1 || conditions.Count == ListFilters.Most) throw new BadInput("bad_filter", $"Name each comparison once, at most {ListFilters.Most} of them.");
            conditions.Add(field.Compare(word, values[0] ?? ""));
        }
        return conditions;
    }

    private Listing<T> Add(ListField<T> field)
    {
        _fields.Add(field);
        return this;
    }

    private static (string Name, string Operator) Split(string key)
    {
        var open = key.IndexOf('[', StringComparison.Ordinal);
        return open > 0 && key.EndsWith(']') ? (key[..open], key[(open + 1)..^1]) : (key, ListFilters.Equal);
    }

    private static BadInput Unknown(string code, string asked, string done, IEnumerable<ListField> fields) =>
        new(code, $"`{(asked.Length > 60 ? asked[..60] : asked)}` is unknown here. This list is {done} {string.Join(", ", fields.Select(f => $"`{f.Name}`"))}.");
}

/// <summary>Puts one parameter in the place of another, so that expressions of different lambdas speak of the same row.</summary>
internal sealed class Swap(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
{
    protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
}
