using CivicPulse.Platform.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.Net.Http.Headers;

namespace CivicPulse.Platform.Http;

/// <summary>What a client said it has seen (<c>If-Match</c>) of the record that its address names.</summary>
internal sealed class WriteCondition(Guid id, IReadOnlyList<uint> versions)
{
    private const int MostTags = 20;

    /// <summary>True once the record itself was compared; a change that never looked at it is not committed.</summary>
    public bool Checked { get; private set; }

    /// <summary>Before the first save: from then on EF itself insists on the version that was read.</summary>
    public void Check(ChangeTracker tracker)
    {
        if (Checked || tracker.Entries<Entity>().FirstOrDefault(e => e.Entity.Id == id && e.State != EntityState.Added) is not { } entry) return;
        if (!versions.Contains(entry.Property(e => e.Version).OriginalValue)) throw new DbUpdateConcurrencyException("The record is not as the client has seen it.");
        Checked = true;
    }

    /// <returns>Null when nothing is to be compared: no header, or <c>*</c>, which only asks that the record is there.</returns>
    public static WriteCondition? Of(HttpRequest request)
    {
        if (request.Headers.IfMatch is not { Count: > 0 } header) return null;
        if (!EntityTagHeaderValue.TryParseStrictList([.. header.OfType<string>()], out var tags) || tags.Count is 0 or > MostTags)
            throw new BadInput("bad_if_match", "`If-Match` takes the ETag of the record as it was read, in its quotes, or *.");
        if (tags.Any(EntityTagHeaderValue.Any.Equals)) return null;
        if (tags.Any(t => t.IsWeak)) throw new BadInput("bad_if_match", "A weak ETag does not identify a version: send the one of the last read, without W/.");
        if (RecordOf(request) is not { } id) throw Unusable();
        // A tag that is not ours names no version: nothing matches it.
        return new WriteCondition(id, [.. tags.Select(t => EntityTags.TryVersion(t.Tag.AsSpan(), out var version) ? version : (uint?)null).OfType<uint>()]);
    }

    public static BadInput Unusable() => new("if_match.not_here", "This address changes no record that has a version of its own: leave out `If-Match`.");

    /// <summary>The last id in the address is the record that is changed.</summary>
    private static Guid? RecordOf(HttpRequest request)
    {
        var pattern = (request.HttpContext.GetEndpoint() as Microsoft.AspNetCore.Routing.RouteEndpoint)?.RoutePattern;
        foreach (var parameter in pattern?.Parameters.Reverse() ?? [])
            if (Guid.TryParse(request.RouteValues[parameter.Name] as string, out var id)) return id;
        return null;
    }
}
