using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Http;

/// <summary>The comparisons of list filters: <c>?status=confirmed&amp;start_date[gte]=2026-01-01T00:00:00Z</c>.</summary>
internal static class ListFilters
{
    public const int Most = 10;
    public const int MostValues = 100;
    public const string Equal = "eq";
    public const string NotEqual = "ne";
    public const string In = "in";
    public const string Contains = "contains";
    public const string Null = "null";

    public static readonly MethodInfo CompareText = typeof(string).GetMethod(nameof(string.Compare), [typeof(string), typeof(string)])!;
    private static readonly MethodInfo LikeText = typeof(NpgsqlDbFunctionsExtensions).GetMethod(nameof(NpgsqlDbFunctionsExtensions.ILike), [typeof(DbFunctions), typeof(string), typeof(string), typeof(string)])!;

    public static IReadOnlyList<string> For(Type type, bool nullable)
    {
        string[] words = type switch
        {
            _ when type == typeof(string) => [Equal, NotEqual, In, Contains],
            _ when type == typeof(bool) => [Equal, NotEqual],
            _ when type.IsEnum || type == typeof(Guid) => [Equal, NotEqual, In],
            _ => [Equal, NotEqual, "gt", "gte", "lt", "lte", In],
        };
        return nullable ? [.. words, Null] : words;
    }

    public static bool WantsNull(string name, string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ => throw new BadInput("bad_filter_value", $"`{name}[null]` takes true or false."),
    };

    public static MethodCallExpression Containing(Expression key, string text)
    {
        if (text.Length is 0 or > WireText.Longest || text.Contains('\0', StringComparison.Ordinal)) throw new BadInput("bad_filter_value", $"[contains] takes 1 to {WireText.Longest} characters.");
        var pattern = "%" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
        return Expression.Call(LikeText, Expression.Constant(EF.Functions), key, Expression.Property(Expression.Constant(new Box<string>(pattern)), nameof(Box<>.Value)), Expression.Constant("\\"));
    }

    public static MethodCallExpression Among<TKey>(Expression key, IReadOnlyList<TKey> values)
    {
        if (values.Count > MostValues) throw new BadInput("bad_filter_value", $"[in] takes at most {MostValues} values, with commas between them.");
        var list = Expression.Property(Expression.Constant(new Box<List<TKey>>([.. values])), nameof(Box<>.Value));
        return Expression.Call(list, typeof(List<TKey>).GetMethod(nameof(List<>.Contains), [typeof(TKey)])!, key);
    }
}
