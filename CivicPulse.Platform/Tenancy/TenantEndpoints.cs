using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Audit;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Tenancy;

/// <summary><c>/api/v1/tenant</c>: the organization as it sees itself.</summary>
internal static partial class TenantEndpoints
{
    private const int MostWords = 100;
    private const int LongestName = 200;

    public static void MapTenant(this IEndpointRouteBuilder routes)
    {
        var tenant = routes.MapGroup("/api/v1/tenant").WithTags("Tenant");
        tenant.MapGet("/", Read).Needs(PlatformPermissions.ReadTenant).WithSummary("Tells who this organization is");
        tenant.MapPatch("/", Change).Needs(PlatformPermissions.ChangeTenant).WithSummary("Changes its name, language, time zone, colour or words; what is not sent stays");
    }

    private static async Task<Ok<TenantDetail>> Read(HostDb host, CurrentTenant tenant, CancellationToken ct) =>
        TypedResults.Ok(await DetailAsync(host, await host.Tenants.AsNoTracking().SingleAsync(t => t.Id == tenant.Value.Id, ct), ct));

    private static async Task<Ok<TenantDetail>> Change(ChangeTenant asked, HostDb host, TenantDb db, AuditEvents audit, CurrentTenant tenant, CancellationToken ct)
    {
        var row = await host.Tenants.SingleAsync(t => t.Id == tenant.Value.Id, ct);
        asked.Check();
        (row.Name, row.Locale) = (asked.Name?.Trim() ?? row.Name, asked.Locale ?? row.Locale);
        (row.TimeZone, row.ThemeColor) = (asked.TimeZone ?? row.TimeZone, asked.ThemeColor ?? row.ThemeColor);
        if (asked.Terminology is { } words) row.Terminology = JsonSerializer.Serialize(words);
        // The note is the tenant's, the row the installation's: it is kept only if the row is.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await audit.RecordAsync("platform.tenant_changed", "tenants", row.Id, asked, ct);
        await host.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Ok(await DetailAsync(host, row, ct));
    }

    private static async Task<TenantDetail> DetailAsync(HostDb host, TenantRow row, CancellationToken ct) => new(
        row.Id, row.Slug, row.Name, row.State, row.Locale, row.TimeZone, row.ThemeColor, JsonSerializer.Deserialize<Dictionary<string, string>>(row.Terminology)!,
        await host.Domains.Where(d => d.TenantId == row.Id).Select(d => d.Domain).OrderBy(d => d).ToListAsync(ct));

    private static void Check(this ChangeTenant asked)
    {
        Refuse(asked.Name?.Trim().Length is 0 or > LongestName, $"`name` has 1 to {LongestName} characters.");
        Refuse(asked.Name?.Any(char.IsControl) == true, "`name` holds a control character.");
        Refuse(asked.Locale is { } locale && !(locale.Length <= 35 && Locale().IsMatch(locale)), "`locale` is a language tag such as en or es-MX.");
        Refuse(asked.TimeZone is { } zone && !(zone.Length <= 64 && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId), "`time_zone` is a name such as America/Chicago.");
        Refuse(asked.ThemeColor is { } color && !Color().IsMatch(color), "`theme_color` is six hexadecimal digits such as #1a5fb4.");
        Refuse(asked.Terminology is { Count: > MostWords }, string.Create(CultureInfo.InvariantCulture, $"`terminology` holds at most {MostWords} words."));
        Refuse(asked.Terminology?.Any(w => !Word().IsMatch(w.Key) || w.Value is not { Length: > 0 and <= 80 } || w.Value.Any(char.IsControl)) == true,
            "`terminology` maps names of a-z, '_' and '.' to words of at most 80 characters.");

        static void Refuse(bool wrong, string why)
        {
            if (wrong) throw new BadInput("invalid", why, StatusCodes.Status400BadRequest);
        }
    }

    [GeneratedRegex("^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Locale();

    [GeneratedRegex("^#[0-9a-f]{6}$", RegexOptions.NonBacktracking)]
    private static partial Regex Color();

    [GeneratedRegex("^[a-z_.]{1,60}$", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}

/// <param name="Terminology">What this organization calls things, by the name the console knows them by.</param>
public sealed record TenantDetail(
    Guid Id, string Slug, string Name, TenantState State, string Locale, string TimeZone, string? ThemeColor, IReadOnlyDictionary<string, string> Terminology, IReadOnlyList<string> Domains);

/// <param name="Terminology">Takes the place of all words there were.</param>
[Example("""{ "name": "Riverton", "locale": "en-US", "time_zone": "America/New_York" }""")]
public sealed record ChangeTenant(
    string? Name, string? Locale, string? TimeZone, string? ThemeColor, IReadOnlyDictionary<string, string>? Terminology);
