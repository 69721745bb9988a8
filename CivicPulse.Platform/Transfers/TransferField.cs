using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

using CivicPulse.Platform.Access;
using CivicPulse.Platform.Transfers.Tables;

namespace CivicPulse.Platform.Transfers;

/// <summary>A module's own kind of value in a field of a row, such as a shape. Its text is JSON, and equal values have equal texts.</summary>
public interface IJsonCell<TSelf> where TSelf : class, IJsonCell<TSelf>
{
    /// <exception cref="Http.BadInput">It is none; the code and the message reject the row.</exception>
    static abstract TSelf Read(string json);
}

/// <summary>One column of a kind: a parameter of its row record. A list of texts is a cell of several lines.</summary>
internal sealed class TransferField
{
    private static readonly ConcurrentDictionary<Type, ConstructorInvoker> Makers = new();
    private readonly ValidationAttribute[] _rules;
    private readonly MethodInvoker _get;
    private readonly Type _type;
    private readonly MethodInfo? _read;

    private TransferField(ParameterInfo parameter, PropertyInfo property, string[] aliases)
    {
        _type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        _rules = [.. parameter.GetCustomAttributes<ValidationAttribute>(), .. property.GetCustomAttributes<ValidationAttribute>()];
        Tier = property.GetCustomAttribute<SensitiveAttribute>()?.Tier ?? Sensitivity.Public;
        _get = MethodInvoker.Create(property.GetMethod!);
        Name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        Names = [.. aliases.Prepend(Name).Select(Plain)];
        RefersTo = property.GetCustomAttribute<RefersToAttribute>()?.Kind;
        Required = _rules.OfType<RequiredAttribute>().Any();
        _read = Array.Exists(_type.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IJsonCell<>)) ? _type.GetMethod("Read", [typeof(string)]) : null;
        Kind = _read is null ? KindOf(_type) : CellKind.Json;
    }

    public string Name { get; }

    public bool Required { get; }

    public CellKind Kind { get; }

    /// <summary>The kind whose records it names.</summary>
    public string? RefersTo { get; }

    /// <summary>Who may see it: a field above the asker's tier is not in their export.</summary>
    public Sensitivity Tier { get; }

    private string[] Names { get; }

    public static IReadOnlyList<TransferField> Of(Type row, IReadOnlyDictionary<string, string[]> aliases)
    {
        var fields = Constructor(row).GetParameters().Select(p =>
            new TransferField(p, row.GetProperty(p.Name!)!, aliases.GetValueOrDefault(JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Name!), []))).ToList();
        return aliases.Keys.FirstOrDefault(a => !fields.Exists(f => f.Name == a)) is { } unknown
            ? throw new InvalidOperationException($"{row.Name} has no field '{unknown}' to give other names to.")
            : fields;
    }

    public static object Build(Type row, object?[] values) =>
        Makers.GetOrAdd(row, type => ConstructorInvoker.Create(Constructor(type))).Invoke(values.AsSpan());

    /// <summary>A name without case, spaces and punctuation: <c>Start Date</c> is <c>start_date</c>.</summary>
    public static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();

    public bool IsCalled(string column) => Names.Contains(Plain(column), StringComparer.Ordinal);

    public object? Get(object row) => _get.Invoke(row);

    /// <summary>The same rules as for a request: the attributes of the record.</summary>
    public RowProblem? Check(object? value)
    {
        foreach (var rule in _rules)
        {
            if (value is null && rule is not RequiredAttribute) continue;
            if (!rule.IsValid(value)) return new("invalid", Name, rule.FormatErrorMessage(Name));
        }
        return null;
    }

    /// <summary>The value of a cell. What is blank is absent; text is kept to the letter.</summary>
    public RowProblem? Parse(string? cell, out object? value)
    {
        value = null;
        if (string.IsNullOrEmpty(cell)) return null;
        if (_type == typeof(string) || _type == typeof(string[]))
        {
            value = _type == typeof(string) ? cell : cell.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return IsText(cell) ? null : new("bad_text", Name, "The text holds a character that cannot be stored.");
        }
        var text = cell.Trim();
        if (text.Length == 0) return null;
        if (_read is not null) return ReadJson(text, out value);
        value = Read(text);
        return value is null ? new(Code, Name, Wanted) : null;
    }

    private RowProblem? ReadJson(string text, out object? value)
    {
        value = null;
        try
        {
            value = _read!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [text], null);
            return null;
        }
        catch (Http.BadInput e)
        {
            return new(e.Code, Name, e.Message);
        }
    }

    public string? Format(object? value) => value switch
    {
        null => null,
        string text => text,
        string[] { Length: 0 } => null,
        string[] lines => string.Join('\n', lines),
        bool truth => truth ? "true" : "false",
        Enum word => JsonNamingPolicy.SnakeCaseLower.ConvertName(word.ToString()),
        DateTimeOffset at => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        not null when _read is not null => value.ToString(),
        TimeOnly time => time.ToString(time.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"A field cannot be a {value.GetType().Name}."),
    };

    private string Code => _type switch
    {
        _ when _type == typeof(bool) => "transfer.not_yes_or_no",
        _ when _type == typeof(Guid) => "transfer.not_an_id",
        _ when _type == typeof(DateTimeOffset) || _type == typeof(DateOnly) => "transfer.not_a_date",
        _ when _type == typeof(TimeOnly) => "transfer.not_a_time",
        _ when _type.IsEnum => "transfer.not_a_word_of_this_field",
        _ => "transfer.not_a_number",
    };

    private string Wanted => Code switch
    {
        "transfer.not_yes_or_no" => "Write true or false, yes or no, 1 or 0.",
        "transfer.not_an_id" => "Write an id such as 01890a5d-ac96-774b-bcce-b302099a8057.",
        "transfer.not_a_date" => "Write a date as 2026-03-02, with a time as 2026-03-02T18:00:00Z or 2026-03-02 18:00 (then in UTC).",
        "transfer.not_a_time" => "Write a time as 18:00 or 18:00:30.",
        "transfer.not_a_number" => "Write a number with a point for decimals, such as 12.5.",
        _ => $"Write one of: {string.Join(", ", Enum.GetNames(_type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName))}.",
    };

    private object? Read(string text) => _type switch
    {
        _ when _type == typeof(bool) => Truth(text),
        _ when _type == typeof(Guid) => Guid.TryParse(text, out var id) ? id : null,
        _ when _type == typeof(DateTimeOffset) => Instant(text),
        _ when _type == typeof(DateOnly) => Instant(text) is { } at && at.TimeOfDay == TimeSpan.Zero ? DateOnly.FromDateTime(at.UtcDateTime) : null,
        _ when _type == typeof(TimeOnly) => TimeOnly.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null,
        _ when _type == typeof(int) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null,
        _ when _type == typeof(long) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null,
        _ when _type == typeof(decimal) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
        _ when _type == typeof(double) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
        _ when _type.IsEnum => Word(text),
        _ => throw new InvalidOperationException($"A field cannot be a {_type.Name}."),
    };

    private object? Word(string text) =>
        Array.Find(Enum.GetNames(_type), n => Plain(n) == Plain(text)) is { } name ? Enum.Parse(_type, name) : null;

    private static object? Truth(string text) => text.ToLowerInvariant() switch
    {
        "true" or "yes" or "y" or "1" => true,
        "false" or "no" or "n" or "0" => false,
        _ => null,
    };

    private static readonly string[] Times = ["H:mm", "HH:mm", "HH:mm:ss"];

    private static readonly string[] Forms =
        [.. from day in (string[])["yyyy-MM-dd", "yyyy-M-d"]
            from time in (string[])["", "THH:mm", "THH:mm:ss", "THH:mm:ss.FFFFFFF", " HH:mm", " HH:mm:ss", " HH:mm:ss.FFFFFFF"]
            from zone in time.Length == 0 ? (string[])[""] : ["", "K", "zzz", " zzz"]
            select day + time + zone];

    /// <summary>To the microsecond, as the database keeps it: a finer value would look changed at the next import.</summary>
    private static DateTimeOffset? Instant(string text) =>
        DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero)
            : null;

    /// <summary>PostgreSQL keeps no NUL and no half of a surrogate pair.</summary>
    private static bool IsText(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal)) return false;
        var high = false;
        foreach (var c in text)
        {
            if (char.IsLowSurrogate(c) != high) return false;
            high = char.IsHighSurrogate(c);
        }
        return !high;
    }

    private static CellKind KindOf(Type type)
    {
        if (type == typeof(bool)) return CellKind.Truth;
        return type == typeof(int) || type == typeof(long) || type == typeof(decimal) || type == typeof(double) ? CellKind.Number : CellKind.Text;
    }

    /// <summary>The record's own constructor, not the one that copies.</summary>
    private static ConstructorInfo Constructor(Type row) =>
        row.GetConstructors().OrderByDescending(c => c.GetParameters().Length).First();
}

/// <summary>
/// A field that names a record of another kind as files do: by its identifier, or by its name when it has none. In a positional record
/// write <c>[property: RefersTo("bodies")]</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RefersToAttribute(string kind) : Attribute
{
    public string Kind { get; } = kind;
}
