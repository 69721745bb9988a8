using System.Text.RegularExpressions;

namespace CivicPulse.Platform.Tenancy;

/// <summary>One organization on this installation. Its records live in its own schema, reached only through its own database role.</summary>
/// <param name="Slug">Lower-case name in host names and headers, 3 to 40 characters: <c>demo</c> in <c>demo.example.org</c>.</param>
public sealed partial record Tenant(Guid Id, string Slug, string Name)
{
    /// <summary>The name of a configured connection that leads to its records; none means the shared database.</summary>
    public string? Database { get; init; }

    /// <summary>Days begin and end by its clocks; an IANA name, as of a few seconds ago.</summary>
    public string TimeZone { get; init; } = "UTC";

    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    public string Schema => "t_" + Slug.Replace('-', '_');

    public string Role => "tenant_" + Slug.Replace('-', '_');

    /// <summary>Slugs never hold an underscore, so two slugs never share a schema name.</summary>
    public static bool IsSlug(string? text) => text is not null && SlugPattern().IsMatch(text);

    [GeneratedRegex("^[a-z][a-z0-9-]{1,38}[a-z0-9]$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex SlugPattern();
}

/// <summary>The tenant this scope works for; empty on routes that belong to nobody, such as health.</summary>
public sealed class CurrentTenant
{
    public Tenant? Known { get; private set; }

    public Tenant Value => Known ?? throw new InvalidOperationException("No tenant in this scope.");

    internal void Enter(Tenant tenant)
    {
        if (Known is not null && Known != tenant)
            throw new InvalidOperationException("A scope never changes its tenant.");
        Known = tenant;
    }
}
