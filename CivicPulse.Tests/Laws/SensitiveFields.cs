using System.Reflection;
using System.Text.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Tests.Support;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace CivicPulse.Tests.Laws;

/// <summary>The sensitive fields that a route's answers may hold, read from the types it declares, however deep.</summary>
internal static class SensitiveFields
{
    public static HashSet<string> Of(RouteEndpoint route)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in route.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Select(m => m.Type).OfType<Type>()) Look(type, found, []);
        return found;
    }

    private static void Look(Type type, HashSet<string> found, HashSet<Type> seen)
    {
        foreach (var inner in type.IsGenericType ? type.GetGenericArguments() : []) Look(inner, found, seen);
        if (type.Namespace?.StartsWith("CivicPulse", StringComparison.Ordinal) != true || !seen.Add(type)) return;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetCustomAttribute<SensitiveAttribute>()?.Tier > Sensitivity.Internal) found.Add(JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name));
            Look(property.PropertyType, found, seen);
        }
    }

    /// <summary>The same person at another address of the same installation.</summary>
    public static HttpClient At(this Person person, Uri api) => person.Client.Like(api);

    public static HttpClient Like(this HttpClient known, Uri api, string? tenant = null)
    {
        var client = new HttpClient { BaseAddress = api, Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.Add("X-Tenant", tenant ?? known.DefaultRequestHeaders.GetValues("X-Tenant").First());
        client.DefaultRequestHeaders.Authorization = known.DefaultRequestHeaders.Authorization;
        return client;
    }
}
