using CivicPulse.Modules.Elections.Endpoints;
using CivicPulse.Modules.Elections.Jobs;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Modules.Elections.Portal;
using CivicPulse.Modules.Elections.Transfers;
using CivicPulse.Modules.Elections.Transfers.Nist;
using CivicPulse.Modules.Elections.Transfers.OpenElections;
using CivicPulse.Modules.Elections.Transfers.Vip;
using CivicPulse.Platform;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Jobs;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Modules.Elections;

internal sealed class ElectionsModule : IModule
{
    public string Name => "Elections";

    public string About => "Elections: dates, deadlines, contests, candidacies, polling places, results and their certification.";

    public IReadOnlyList<string> PortalSections => ["elections"];

    public IReadOnlyList<Permission> Permissions => ElectionsPermissions.All;

    public void Tables(ModelBuilder model) => model.ElectionTables();

    public void Services(IServiceCollection services) => services
        .AddScoped<IDemoData, DemoElection>().AddScoped<IPortalPages, ElectionPages>().AddScoped<IPortalPages, ContestPages>();

    public void Routes(IEndpointRouteBuilder routes)
    {
        routes.MapElections();
        routes.MapCertifications();
        routes.MapDeadlines();
        routes.MapParties();
        routes.MapContests();
        routes.MapSelections();
        routes.MapReportingUnits();
        routes.MapVoteCounts();
        routes.MapPollingPlaces();
        routes.MapResults();
        routes.MapBallots();
        routes.MapPortalElections();
        routes.MapPortalFeeds();
    }

    public void Jobs(JobList jobs) => jobs.ForEachTenant<MarkElectionsHeld>("0 5 12 * * ?");

    public void Transfers(TransferList transfers) => transfers
        .Add<ElectionTransfer>().Add<DeadlineTransfer>().Add<PartyTransfer>().Add<ContestTransfer>().Add<SelectionTransfer>().Add<ReportingUnitTransfer>().Add<ResultTransfer>()
        .Add<PollingPlaceTransfer>().Add<CertificationTransfer>()
        .AddDataset<OpenElectionsDataset>().AddDataset<VipDataset>().AddDataset<NistDataset>();
}
