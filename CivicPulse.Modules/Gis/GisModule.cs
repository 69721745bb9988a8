using CivicPulse.Modules.Gis.Endpoints;
using CivicPulse.Modules.Gis.Model;
using CivicPulse.Modules.Gis.Public;
using CivicPulse.Modules.Gis.Transfers;
using CivicPulse.Platform;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Commands;
using CivicPulse.Platform.Transfers;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Modules.Gis;

internal sealed class GisModule : IModule
{
    public string Name => "Gis";

    public string About => "Boundaries and the places within them: sets of districts, shapes and tiles for maps, the districts of an address.";

    public IReadOnlyList<Permission> Permissions => GisPermissions.All;

    public void Tables(ModelBuilder model) => model.GisTables();

    public void Services(IServiceCollection services)
    {
        services.AddScoped<DistrictFinder>().AddScoped<IDistrictFinder>(p => p.GetRequiredService<DistrictFinder>());
        services.AddScoped<IPlaceDivisions, PlaceDivisions>();
        services.AddSingleton<TileCache>().AddScoped<Tiles>().AddSingleton<GeocodeCache>().AddScoped<IGeocoder, Geocoder>();
        // Its own patience, tries included, and not a word in any log: what it asks is somebody's address.
        services.AddHttpClient<GeocodingService>(http => (http.Timeout, http.MaxResponseContentBufferSize) = (GeocodingService.Patience, GeocodingService.LargestAnswer))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false }).RemoveAllLoggers();
    }

    public void Routes(IEndpointRouteBuilder routes)
    {
        routes.MapBoundarySets();
        routes.MapBoundaries();
        routes.MapTiles();
        routes.MapDistricts();
        routes.MapPortalMaps();
        routes.MapDivisions();
    }

    public void Commands(CommandList commands) => commands.AddBoundaryCommands();

    public void Transfers(TransferList transfers) => transfers.Add<BoundaryTransfer>();
}
