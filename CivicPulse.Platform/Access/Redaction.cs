using System.Reflection;
using System.Text.Json.Serialization.Metadata;

namespace CivicPulse.Platform.Access;

/// <summary>
/// What the one who acts in this scope may see of sensitive fields, and what they did see. The serializer asks whichever redaction is
/// current in its own flow of control; where there is none, sensitive fields stay out. Exports, live messages and highlights ask
/// <see cref="Shows(Sensitivity)"/> themselves and tell <see cref="Saw"/>.
/// </summary>
public sealed class Redaction(CurrentAccount account)
{
    private static readonly AsyncLocal<Redaction?> Current = new();
    private readonly Dictionary<string, SeenRecords> _seen = new(StringComparer.Ordinal);

    public bool Shows(Sensitivity tier) => tier switch
    {
        Sensitivity.Public => true,
        Sensitivity.Internal => account.Kind != ActorKind.Anonymous,
        Sensitivity.Confidential => account.May(PlatformPermissions.ReadConfidential),
        _ => account.May(PlatformPermissions.ReadRestricted),
    };

    /// <summary>For exports and other tables: which columns of this record may be in them.</summary>
    public bool Shows(PropertyInfo field) => Shows(field.GetCustomAttribute<SensitiveAttribute>()?.Tier ?? Sensitivity.Public);

    /// <summary>Notes that a sensitive field was shown; the audit hears of it when the work is done.</summary>
    /// <param name="record">The kind of record: <c>account_summary</c>.</param>
    public void Saw(string record, string field, Guid? id)
    {
        lock (_seen)
        {
            if (!_seen.TryGetValue(record, out var seen)) _seen[record] = seen = new SeenRecords();
            seen.Add(field, id);
        }
    }

    internal IReadOnlyDictionary<string, SeenRecords> Seen => _seen;

    /// <summary>From here on, in this flow of control, the serializer asks this redaction.</summary>
    internal void Begin() => Current.Value = this;

    /// <summary>For what goes to others than the one who acts here, such as a live message: nothing sensitive is in it.</summary>
    internal static T ForOthers<T>(Func<T> work)
    {
        var asker = Current.Value;
        Current.Value = null;
        try
        {
            return work();
        }
        finally
        {
            Current.Value = asker;
        }
    }

    /// <summary>The serializer's part: a property with <see cref="SensitiveAttribute"/> is written only when its tier is shown.</summary>
    internal static void Guard(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;
        var id = type.Properties.FirstOrDefault(p => p.Name == "id" && p.PropertyType == typeof(Guid))?.Get;
        foreach (var property in type.Properties)
        {
            if (property.AttributeProvider is not MemberInfo member || member.GetCustomAttribute<SensitiveAttribute>() is not { Tier: var tier and > Sensitivity.Public }) continue;
            var (record, field, before) = (RecordRule.Name(type.Type), property.Name, property.ShouldSerialize);
            property.ShouldSerialize = (row, value) =>
            {
                if (Current.Value is not { } redaction || !redaction.Shows(tier) || before?.Invoke(row, value) == false) return false;
                if (value is not null && tier > Sensitivity.Internal) redaction.Saw(record, field, (Guid?)id?.Invoke(row));
                return true;
            };
        }
    }
}

/// <summary>Of which records which sensitive fields were shown.</summary>
internal sealed class SeenRecords
{
    private const int Most = 1_000;

    public SortedSet<string> Fields { get; } = new(StringComparer.Ordinal);

    public HashSet<Guid> Ids { get; } = [];

    /// <summary>All of them, also those beyond the most that are named.</summary>
    public int Count { get; private set; }

    public void Add(string field, Guid? id)
    {
        Count++;
        Fields.Add(field);
        if (id is { } known && Ids.Count < Most) Ids.Add(known);
    }
}
