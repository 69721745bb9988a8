using System.Collections.Concurrent;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.Primitives;

namespace CivicPulse.Platform.Access;

/// <summary>Ends what this process keeps about who may do what in a tenant, when that changes. Other processes keep it for seconds only.</summary>
public sealed class AccessChanges
{
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _watched = new();

    /// <summary>Take it before reading what is to be kept: a change in between then ends it at once.</summary>
    internal IChangeToken Watch(Tenant tenant) => new CancellationChangeToken(_watched.GetOrAdd(tenant.Id, _ => new CancellationTokenSource()).Token);

    internal Task TellAsync(Tenant tenant) => _watched.TryRemove(tenant.Id, out var watched) ? watched.CancelAsync() : Task.CompletedTask;
}
