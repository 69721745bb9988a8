using System.Collections.Concurrent;
using System.Text.Json;

namespace CivicPulse.Platform.Facts;

/// <summary>Keeps the stored name of a fact or a reaction when its class is renamed: <c>[StoredAs("elections.election_certified")]</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StoredAsAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>What rows of the outbox call facts and reactions: <c>module.name</c>, so that two modules may use the same word.</summary>
internal static class FactNames
{
    private static readonly ConcurrentDictionary<Type, string> Known = new();

    public static string Of(Type type) => Known.GetOrAdd(type, Find);

    private static string Find(Type type) =>
        type.GetCustomAttributes(typeof(StoredAsAttribute), false) is [StoredAsAttribute stored]
            ? stored.Name
            : $"{Words(Home(type.Namespace ?? ""))}.{Words(type.Name)}";

    /// <summary>The module's folder, else the part of the product: <c>CivicPulse.Modules.Governance.Public</c> is at home in Governance.</summary>
    private static string Home(string place)
    {
        var parts = place.Split('.');
        var modules = Array.IndexOf(parts, "Modules");
        return modules >= 0 && modules + 1 < parts.Length ? parts[modules + 1] : parts[Math.Min(1, parts.Length - 1)];
    }

    private static string Words(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
