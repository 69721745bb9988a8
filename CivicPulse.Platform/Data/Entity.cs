using System.ComponentModel.DataAnnotations.Schema;
using CivicPulse.Platform.Facts;

namespace CivicPulse.Platform.Data;

/// <summary>A record with an identity. It decides and remembers; saving, sending and the time belong to others.</summary>
public abstract class Entity
{
    private readonly List<Fact> _untold = [];

    /// <summary>UUIDv7: sorts by creation time.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    public DateTimeOffset CreatedAt { get; internal set; }

    public Guid? CreatedBy { get; internal set; }

    public DateTimeOffset ChangedAt { get; internal set; }

    public Guid? ChangedBy { get; internal set; }

    /// <summary>PostgreSQL's <c>xmin</c>: changes with every write of the row, so a write to an older version is noticed.</summary>
    public uint Version { get; internal set; }

    [NotMapped]
    internal IReadOnlyList<Fact> Untold => _untold;

    /// <summary>States that something happened; it is recorded with the change itself, in the same transaction.</summary>
    protected void Tell(Fact fact) => _untold.Add(fact);

    internal void Told() => _untold.Clear();
}
