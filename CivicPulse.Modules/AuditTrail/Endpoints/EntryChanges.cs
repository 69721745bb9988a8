using System.Text.Json;
using CivicPulse.Modules.AuditTrail.Model;

namespace CivicPulse.Modules.AuditTrail.Endpoints;

/// <summary>What differs between the two states of an entry, field by field.</summary>
internal static class EntryChanges
{
    public static IReadOnlyList<FieldChange> Of(StoredEntry entry)
    {
        if (entry.Operation != "update" || entry.Before is null || entry.After is null) return [];
        using var before = JsonDocument.Parse(entry.Before);
        using var after = JsonDocument.Parse(entry.After);
        if (before.RootElement.ValueKind != JsonValueKind.Object || after.RootElement.ValueKind != JsonValueKind.Object) return [];
        var changes = new List<FieldChange>();
        foreach (var field in after.RootElement.EnumerateObject())
        {
            if (!before.RootElement.TryGetProperty(field.Name, out var was)) changes.Add(new(field.Name, null, field.Value.Clone()));
            else if (!JsonElement.DeepEquals(was, field.Value)) changes.Add(new(field.Name, was.Clone(), field.Value.Clone()));
        }
        foreach (var field in before.RootElement.EnumerateObject())
            if (!after.RootElement.TryGetProperty(field.Name, out _)) changes.Add(new(field.Name, field.Value.Clone(), null));
        return changes;
    }
}
