namespace CivicPulse.Platform.Tenancy.Commands;

/// <summary>A tenant as commands show it.</summary>
public sealed record TenantLine(
    Guid Id, string Slug, string Name, TenantState State, int SchemaVersion, string? Database, string Locale, string TimeZone, DateTimeOffset CreatedAt,
    DateTimeOffset? SuspendedAt, DateTimeOffset? MigratedAt, string? LastError, IReadOnlyList<string>? Domains)
{
    internal static TenantLine Of(TenantRow row) => new(row.Id, row.Slug, row.Name, row.State, row.SchemaVersion, row.Database, row.Locale, row.TimeZone,
        row.CreatedAt, row.SuspendedAt, row.MigratedAt, row.LastError, null);

    internal IEnumerable<string[]> Rows() =>
    [
        ["id", $"{Id}"], ["slug", Slug], ["name", Name], ["state", Output.Word(State)], ["schema version", $"{SchemaVersion}"], ["database", Database ?? "shared"],
        ["locale", Locale], ["time zone", TimeZone], ["created at", Output.At(CreatedAt)], ["suspended at", Output.At(SuspendedAt)], ["migrated at", Output.At(MigratedAt)],
        ["last error", LastError ?? ""], ["domains", string.Join(", ", Domains ?? [])],
    ];
}

/// <param name="Password">Of a new account; nobody can read it again.</param>
public sealed record CreatedTenant(string Slug, Guid Id, int Milliseconds, string? OwnerEmail, string? Password);
