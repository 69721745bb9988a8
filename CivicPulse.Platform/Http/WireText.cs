using System.Globalization;
using System.Text.Json;

namespace CivicPulse.Platform.Http;

/// <summary>Values as they stand in addresses and cursors: the words of the wire, culture-free.</summary>
internal static class WireText
{
    public const int Longest = 500;

    public static bool TryRead(Type type, string text, out object? value)
    {
        value = text.Length > Longest || text.Contains('\0', StringComparison.Ordinal) ? null : Read(type, text);
        return value is not null;
    }

    public static string Describe(Type type) => type switch
    {
        _ when type == typeof(Guid) => "an id",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(DateTimeOffset) => "an instant such as 2026-03-02T18:00:00Z",
        _ when type == typeof(DateOnly) => "a day such as 2026-03-02",
        _ when type == typeof(string) => $"text of at most {Longest} characters",
        _ when type.IsEnum => string.Join(", ", Words(type)),
        _ => "a number",
    };

    public static IEnumerable<string> Words(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);

    private static object? Read(Type type, string text) => type switch
    {
        _ when type == typeof(string) => text,
        _ when type == typeof(Guid) => Guid.TryParseExact(text, "D", out var id) ? id : null,
        _ when type == typeof(bool) => Truth(text),
        _ when type == typeof(DateTimeOffset) => Instant(text),
        _ when type == typeof(DateOnly) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null,
        _ when type.IsEnum => Word(type, text),
        _ => Number(type, text),
    };

    private static object? Truth(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };

    private static object? Word(Type type, string text) =>
        Array.Find(Enum.GetNames(type), n => JsonNamingPolicy.SnakeCaseLower.ConvertName(n) == text) is { } name ? Enum.Parse(type, name) : null;

    /// <summary>A plus that came unescaped is a space by now.</summary>
    private static object? Instant(string text) =>
        DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            && text.Length >= 10 && char.IsAsciiDigit(text[0]) && at.Year > 1
            ? at
            : null;

    private static object? Number(Type type, string text) => Type.GetTypeCode(type) switch
    {
        TypeCode.Int32 => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        TypeCode.Int64 => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null,
        TypeCode.Decimal => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null,
        TypeCode.Double => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
        _ => throw new NotSupportedException($"A list cannot compare values of {type.Name}."),
    };
}
