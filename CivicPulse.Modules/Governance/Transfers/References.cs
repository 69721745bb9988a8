using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Transfers;

/// <summary>Bodies, officials and posts as rows of files name them, looked up once for a chunk.</summary>
internal sealed class References
{
    private Dictionary<string, Body> _bodies = [];
    private Dictionary<string, Official> _officials = [];
    private Dictionary<(Guid Body, string Label), Post> _posts = [];

    public async Task FindBodiesAsync(TenantDb db, IEnumerable<string?> references, CancellationToken ct)
    {
        var asked = references.OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var found = asked.Length == 0 ? [] : await db.Bodies.Where(b => asked.Contains(b.Identifier) || (b.Identifier == null && asked.Contains(b.Name))).ToListAsync(ct);
        _bodies = found.GroupBy(b => b.Reference, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    }

    public async Task FindOfficialsAsync(TenantDb db, IEnumerable<string?> references, CancellationToken ct)
    {
        var asked = references.OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var found = asked.Length == 0 ? [] : await db.Officials.Where(o => asked.Contains(o.Identifier) || (o.Identifier == null && asked.Contains(o.Name))).ToListAsync(ct);
        _officials = found.GroupBy(o => o.Reference, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    }

    /// <summary>Of the bodies that were found before.</summary>
    public async Task FindPostsAsync(TenantDb db, IEnumerable<string?> labels, CancellationToken ct)
    {
        var asked = labels.OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var bodies = _bodies.Values.Select(b => b.Id).ToArray();
        var found = asked.Length == 0 ? [] : await db.Posts.Where(p => bodies.Contains(p.BodyId) && asked.Contains(p.Label)).ToListAsync(ct);
        _posts = found.ToDictionary(p => (p.BodyId, p.Label));
    }

    /// <summary>One that this very chunk creates.</summary>
    public void Add(Body body) => _bodies.TryAdd(body.Reference, body);

    /// <exception cref="BadInput">There is none.</exception>
    public Body Body(string reference) => _bodies.GetValueOrDefault(reference)
        ?? throw new BadInput("governance.no_such_body", "There is no body of this identifier or name. Import the bodies first.");

    /// <exception cref="BadInput">There is none.</exception>
    public Official Known(string official) => Official(official)
        ?? throw new BadInput("governance.no_such_official", "There is no official of this identifier or name. Import the officials first.");

    public Official? Official(string reference) => _officials.GetValueOrDefault(reference);

    /// <exception cref="BadInput">The body has none of this label.</exception>
    public Post? Post(Body body, string? label)
    {
        if (label is null) return null;
        return _posts.GetValueOrDefault((body.Id, label)) ?? throw new BadInput("governance.no_such_post", "The body has no post of this label. Import the posts first.");
    }
}
