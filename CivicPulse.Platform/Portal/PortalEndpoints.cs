using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Portal;

/// <summary>What the portal shows, decided by the organization; and what everybody is told of it.</summary>
internal static class PortalEndpoints
{
    public static void MapPortal(this IEndpointRouteBuilder routes, ModuleList modules)
    {
        var sections = modules.All.SelectMany(m => m.PortalSections).ToHashSet(StringComparer.Ordinal);
        routes.MapPortal(section: null).MapGet("/", Welcome).WithSummary("Tells what this organization shows to the public");
        var settings = routes.MapGroup("/api/v1/tenant/portal").WithTags("Portal");
        settings.MapGet("/", Read).Needs(PlatformPermissions.ReadTenant).WithSummary("Reads what is shown to the public");
        settings.MapPut("/", (ChangePortal asked, TenantDb db, PortalDoor door, CancellationToken ct) => Change(asked, sections, db, door, ct))
            .WithName("changePortal").Needs(PlatformPermissions.ChangePortal).WithSummary("Says what is shown to the public");
    }

    private static async Task<PortalWelcome> Welcome(PortalDoor door, CurrentTenant tenant, HostDb host, CancellationToken ct)
    {
        var settings = await door.SettingsAsync(ct);
        var row = await host.Tenants.AsNoTracking().SingleAsync(t => t.Id == tenant.Value.Id, ct);
        return new(row.Name, row.Locale, row.TimeZone, row.ThemeColor, settings.Welcome, settings.Sections, settings.TakesCorrections);
    }

    private static async Task<PortalSettingsDetail> Read(TenantDb db, CancellationToken ct) =>
        Detail(await db.PortalSettings.AsNoTracking().FirstOrDefaultAsync(ct) ?? new PortalSettings());

    private static async Task<Ok<PortalSettingsDetail>> Change(ChangePortal asked, HashSet<string> known, TenantDb db, PortalDoor door, CancellationToken ct)
    {
        var wanted = asked.Sections!.Distinct(StringComparer.Ordinal).ToArray();
        if (Array.Find(wanted, s => !known.Contains(s)) is not null)
            throw new BadInput("portal.unknown_section", $"A section is one of: {string.Join(", ", known.Order(StringComparer.Ordinal))}.", StatusCodes.Status422UnprocessableEntity);
        var settings = await db.PortalSettings.FirstOrDefaultAsync(ct) ?? db.PortalSettings.Add(new PortalSettings { Id = PortalSettings.TheOne }).Entity;
        (settings.Open, settings.Sections, settings.TakesCorrections, settings.Welcome) = (asked.Open, wanted, asked.TakesCorrections, asked.Welcome);
        await db.SaveChangesAsync(ct);
        door.Changed();
        return TypedResults.Ok(Detail(settings));
    }

    private static PortalSettingsDetail Detail(PortalSettings s) => new(s.Open, s.Sections, s.TakesCorrections, s.Welcome, s.Version);
}

/// <param name="Sections">The parts of the portal that are open.</param>
public sealed record PortalWelcome(string Name, string Locale, string TimeZone, string? ThemeColor, string? Welcome, IReadOnlyList<string> Sections, bool TakesCorrections);

/// <param name="Sections">The parts to show, such as bodies, officials, meetings, elections.</param>
[Example("""{ "open": true, "sections": ["bodies", "meetings"], "takes_corrections": true, "welcome": "What your town decides, and who decides it." }""")]
public sealed record ChangePortal(bool Open, [Required, MaxLength(50)] IReadOnlyList<string>? Sections, bool TakesCorrections = true, [MaxLength(5000)] string? Welcome = null);

public sealed record PortalSettingsDetail(bool Open, IReadOnlyList<string> Sections, bool TakesCorrections, string? Welcome, [property: JsonIgnore] uint RowVersion) : IVersioned;
