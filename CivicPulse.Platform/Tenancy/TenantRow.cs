namespace CivicPulse.Platform.Tenancy;

/// <summary>Only an active tenant is served; a suspended one keeps everything and does nothing.</summary>
public enum TenantState { Provisioning, Active, Suspended, Deleting }

/// <summary>A tenant as the installation knows it.</summary>
internal sealed class TenantRow
{
    public Guid Id { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? SuspendedAt { get; init; }

    public TenantState State { get; init; }

    public int SchemaVersion { get; init; }

    public string? Release { get; init; }

    public DateTimeOffset? MigratedAt { get; init; }

    public string? LastError { get; init; }

    public DateTimeOffset? LastErrorAt { get; init; }

    public string? Database { get; init; }

    public string Locale { get; set; } = "en";

    public string TimeZone { get; set; } = "UTC";

    public string? ThemeColor { get; set; }

    /// <summary>A JSON object: what this tenant calls things.</summary>
    public string Terminology { get; set; } = "{}";

    public uint Version { get; init; }

    public Tenant ToTenant() => new(Id, Slug, Name) { Database = Database, TimeZone = TimeZone };
}

/// <summary>A host name that leads to a tenant.</summary>
internal sealed class DomainRow
{
    public required string Domain { get; init; }

    public Guid TenantId { get; init; }

    public DateTimeOffset AddedAt { get; init; }
}

/// <summary>What is left of a deleted tenant.</summary>
internal sealed class Tombstone
{
    public Guid Id { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset DeletedAt { get; init; }

    public required string DeletedBy { get; init; }

    /// <summary>A JSON object: rows of each table when it was deleted.</summary>
    public required string Tables { get; init; }

    public long Files { get; init; }

    public long FileBytes { get; init; }

    public string? ArchiveSha256 { get; init; }

    /// <summary>When nothing of it was found any more.</summary>
    public DateTimeOffset? VerifiedAt { get; init; }

    public string? PreviousHash { get; init; }

    /// <summary>Over all of this and the tombstone before: one that was changed or taken away is noticed.</summary>
    public string? Hash { get; init; }
}
