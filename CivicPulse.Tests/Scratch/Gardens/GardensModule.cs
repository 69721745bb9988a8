using CivicPulse.Platform;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Transfers;
using CivicPulse.Tests.Scratch.Gardens.Endpoints;
using CivicPulse.Tests.Scratch.Gardens.Model;
using CivicPulse.Tests.Scratch.Gardens.Public;
using CivicPulse.Tests.Scratch.Gardens.Reactions;
using CivicPulse.Tests.Scratch.Gardens.Transfers;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Tests.Scratch.Gardens;

/// <summary>A module as somebody would write it on their first day: this folder, and one line in the list.</summary>
internal sealed class GardensModule : IModule
{
    public string Name => "Gardens";

    public IReadOnlyList<Permission> Permissions => GardensPermissions.All;

    public void Tables(ModelBuilder model) => model.GardenTables();

    public void Routes(IEndpointRouteBuilder routes) => routes.MapPlots();

    public void Reactions(ReactionList reactions) => reactions.On<PlotTaken, CountTakings>();

    public void Transfers(TransferList transfers) => transfers.Add<PlotTransfer>();
}
