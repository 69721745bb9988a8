using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Portal;

/// <summary>Has fields that imports leave alone.</summary>
public interface IHoldsFields
{
    /// <param name="field">Its wire name.</param>
    bool Holds(string field);
}

/// <summary>
/// A public fact: where it comes from, when a source last confirmed it, what people corrected by hand, and whether a person put it before
/// the public. Fields follow Open Civic Data (<c>sources</c>, <c>last_seen</c>, <c>locked_fields</c>).
/// </summary>
public abstract class PublicRecord : Entity, IHoldsFields
{
    /// <summary>Not stored: what the change that is under way makes of other records.</summary>
    private readonly HashSet<string> _derived = new(StringComparer.Ordinal);

    /// <summary>Names it in public addresses; given once, at creation, and never changed.</summary>
    public string Slug { get; internal set; } = "";

    /// <summary>The id under which its source knows it, such as <c>ocd-person/...</c> or <c>bioguide:C000127</c>; unique in its table.</summary>
    public string? Identifier { get; set; }

    /// <summary>Addresses of pages that say so, each perhaps with a note after a space.</summary>
    public string[] Sources { get; set; } = [];

    /// <summary>When a source last said the same.</summary>
    public DateTimeOffset? LastSeen { get; internal set; }

    /// <summary>Wire names of fields that a person changed: an import leaves them alone.</summary>
    public string[] LockedFields { get; internal set; } = [];

    public DateTimeOffset? PublishedAt { get; private set; }

    public Guid? PublishedBy { get; private set; }

    /// <summary>What the public calls it.</summary>
    public abstract string Title { get; }

    public bool IsPublished => PublishedAt is not null;

    /// <summary>The same, with the day where many have one title; <see cref="Slug"/> is made of it.</summary>
    /// <param name="zone">The organization's: whose day it is.</param>
    public virtual string TitleIn(TimeZoneInfo zone) => Title;

    /// <summary>Tells it from others of the same title in public addresses.</summary>
    protected internal virtual string SlugKey => Identifier ?? Id.ToString();

    /// <summary>A person has looked at it and lets the public see it.</summary>
    public virtual void Publish(DateTimeOffset at, Guid? by)
    {
        if (PublishedAt is null) (PublishedAt, PublishedBy) = (at, by);
    }

    public virtual void Withdraw() => (PublishedAt, PublishedBy) = (null, null);

    /// <summary>A field of an imported row is that of a property, with or without the <c>_id</c> of what it refers to.</summary>
    public bool Holds(string field) => LockedFields.Contains(field, StringComparer.Ordinal) || LockedFields.Contains(field + "_id", StringComparer.Ordinal);

    /// <summary>A person said so: imports leave the fields alone. Saving does it for properties that a person set; what changes by other means says it.</summary>
    public void Lock(params IEnumerable<string> fields) => LockedFields = [.. LockedFields.Union(fields, StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>A field is about to be set to what follows from other records: that locks nothing.</summary>
    /// <returns>False when a person has said what it is, which stands.</returns>
    protected bool Derives(string field)
    {
        if (Holds(field)) return false;
        _derived.Add(field);
        return true;
    }

    internal bool IsDerived(string field) => _derived.Contains(field);

    /// <summary>Gives fields back to the imports; fields become locked by being changed by hand.</summary>
    public virtual void Unlock(IEnumerable<string> stillLocked)
    {
        var kept = stillLocked.ToArray();
        RuleBroken.Unless(!kept.Except(LockedFields, StringComparer.Ordinal).Any(), "portal.not_locked", "`locked_fields` can only be shortened: a field is locked by changing it.");
        LockedFields = kept;
    }
}
