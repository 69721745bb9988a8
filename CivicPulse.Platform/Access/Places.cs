using System.Linq.Expressions;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Access;

/// <summary>
/// Where a row lies, in words that can be compared in SQL: <paramref name="Reach"/> as <c>word/own:id</c>, <c>word/team:id</c> and so on;
/// <paramref name="Audience"/> of a confined row, else null; <paramref name="Inherits"/> when it is seen with its parent alone.
/// </summary>
internal sealed record Place(string[] Reach, string[]? Audience, bool Inherits)
{
    public static readonly Place Anywhere = new([], null, false);
}

/// <summary>Reads from a row what its table's rule looks at.</summary>
internal sealed class Places<T> where T : class
{
    private readonly Dictionary<string, Func<T, string?>> _ways = new(StringComparer.Ordinal);
    private Func<T, bool>? _confined;
    private string? _unless;
    private bool _always;

    public void Add(string way, Expression<Func<T, Guid?>> place, bool always = false)
    {
        if (way == Way.Own) _always = always;
        var compiled = new Lazy<Func<T, Guid?>>(place.Compile);
        _ways[way] = row => compiled.Value(row)?.ToString();
    }

    public void AddState<TState>(Expression<Func<T, TState>> state) where TState : struct, Enum
    {
        var compiled = new Lazy<Func<T, TState>>(state.Compile);
        _ways[Way.State] = row => Wire.Word(compiled.Value(row));
    }

    public void Confine(Expression<Func<T, bool>> when, string unless)
    {
        var compiled = new Lazy<Func<T, bool>>(when.Compile);
        (_confined, _unless) = (row => compiled.Value(row), unless);
    }

    public Place Of(T row, string word)
    {
        var reach = _ways.Select(w => (w.Key, Value: w.Value(row))).Where(w => w.Value is not null).Select(w => $"{word}/{w.Key}:{w.Value}").ToList();
        if (_always && Value(Way.Own, row) is { } owner) reach.Add($"{word}/anywhere:{owner}");
        return new([.. reach], _confined?.Invoke(row) == true ? Audience(row) : null, false);
    }

    private string[] Audience(T row) =>
        [_unless!, .. ((string[])[Way.Own, Way.Team]).Where(w => Value(w, row) is not null).Select(w => $"{w}:{Value(w, row)}")];

    private string? Value(string way, T row) => _ways.TryGetValue(way, out var place) ? place(row) : null;
}
