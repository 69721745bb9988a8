using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Transfers;

/// <summary>
/// Bodies, officials and posts as rows of files name them: by identifier, or else by name, and a post by its label in its body. What was
/// found once is remembered while the file lasts; whether it is still there, the database notices.
/// </summary>
internal sealed class References
{
    private const int Most = 100_000;

    private readonly Dictionary<string, Named> _bodies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Named> _made = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Named> _officials = new(StringComparer.Ordinal);
    private readonly Dictionary<(Guid Body, string Label), Guid> _posts = [];

    public async Task FindBodiesAsync(TenantDb db, IEnumerable<string?> references, CancellationToken ct)
    {
        _made.Clear();
        var asked = New(_bodies, references);
        if (asked.Length == 0) return;
        var found = db.Bodies.Where(b => asked.Contains(b.Identifier) || (b.Identifier == null && asked.Contains(b.Name)))
            .OrderBy(b => b.Id).Select(b => new Named(b.Id, b.Identifier ?? b.Name, b.Name));
        await foreach (var body in found.AsAsyncEnumerable().WithCancellation(ct)) _bodies.TryAdd(body.Reference, body);
    }

    public async Task FindOfficialsAsync(TenantDb db, IEnumerable<string?> references, CancellationToken ct)
    {
        var asked = New(_officials, references);
        if (asked.Length == 0) return;
        var found = db.Officials.Where(o => asked.Contains(o.Identifier) || (o.Identifier == null && asked.Contains(o.Name)))
            .OrderBy(o => o.Id).Select(o => new Named(o.Id, o.Identifier ?? o.Name, o.Name));
        await foreach (var official in found.AsAsyncEnumerable().WithCancellation(ct)) _officials.TryAdd(official.Reference, official);
    }

    /// <summary>Of bodies that were found before.</summary>
    public async Task FindPostsAsync(TenantDb db, IEnumerable<(string Body, string? Label)> references, CancellationToken ct)
    {
        if (_posts.Count > Most) _posts.Clear();
        var asked = references.Distinct().Where(r => r.Label is not null && _bodies.ContainsKey(r.Body)).Select(r => (Body: _bodies[r.Body].Id, Label: r.Label!))
            .Where(r => !_posts.ContainsKey(r)).ToList();
        if (asked.Count == 0) return;
        var (bodies, labels) = (asked.Select(a => a.Body).Distinct().ToArray(), asked.Select(a => a.Label).Distinct(StringComparer.Ordinal).ToArray());
        var found = db.Posts.Where(p => bodies.Contains(p.BodyId) && labels.Contains(p.Label)).Select(p => new { p.BodyId, p.Label, p.Id });
        await foreach (var post in found.AsAsyncEnumerable().WithCancellation(ct)) _posts.TryAdd((post.BodyId, post.Label), post.Id);
    }

    /// <summary>One that this very chunk creates.</summary>
    public void Add(Body body) => _made.TryAdd(body.Reference, new(body.Id, body.Reference, body.Name));

    /// <exception cref="BadInput">There is none.</exception>
    public Named Body(string reference) => _bodies.GetValueOrDefault(reference) ?? _made.GetValueOrDefault(reference)
        ?? throw new BadInput("governance.no_such_body", "There is no body of this identifier or name. Import the bodies first.");

    /// <exception cref="BadInput">There is none.</exception>
    public Named Known(string official) => Official(official)
        ?? throw new BadInput("governance.no_such_official", "There is no official of this identifier or name. Import the officials first.");

    public Named? Official(string reference) => _officials.GetValueOrDefault(reference);

    /// <exception cref="BadInput">The body has none of this label.</exception>
    public Guid? Post(Named body, string? label)
    {
        if (label is null) return null;
        return _posts.TryGetValue((body.Id, label), out var post)
            ? post
            : throw new BadInput("governance.no_such_post", "The body has no post of this label. Import the posts first.");
    }

    private static string[] New(Dictionary<string, Named> known, IEnumerable<string?> references)
    {
        if (known.Count > Most) known.Clear();
        return [.. references.OfType<string>().Distinct(StringComparer.Ordinal).Where(r => !known.ContainsKey(r))];
    }
}

/// <summary>A record as far as a row that names it needs it.</summary>
/// <param name="Reference">How files name it.</param>
internal sealed record Named(Guid Id, string Reference, string Name);
