using CivicPulse.Modules.AuditTrail.Endpoints;
using CivicPulse.Modules.AuditTrail.Jobs;
using CivicPulse.Modules.AuditTrail.Model;
using CivicPulse.Modules.AuditTrail.Public;
using CivicPulse.Modules.AuditTrail.Reactions;
using CivicPulse.Platform;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Commands;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Jobs;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Modules.AuditTrail;

internal sealed class AuditTrailModule : IModule
{
    public string Name => "AuditTrail";

    public IReadOnlyList<Permission> Permissions => AuditTrailPermissions.All;

    public void Tables(ModelBuilder model) => model.AlertTables();

    public void Services(IServiceCollection services) => services.AddScoped<EntrySearch>().AddScoped<Detection>();

    public void Routes(IEndpointRouteBuilder routes)
    {
        routes.MapAuditEntries();
        routes.MapAuditRecords();
        routes.MapAuditHeads();
        routes.MapAuditExports();
        routes.MapAuditAlerts();
    }

    public void Reactions(ReactionList reactions) => reactions.On<SecurityAlertRaised, TellWatchers>();

    public void Jobs(JobList jobs) => jobs
        .ForEachTenant<SealAudit>("20 */5 * * * ?")
        .ForEachTenant<DetectMisuse>("40 * * * * ?")
        .ForEachTenant<CheckSeals>("0 17 3 * * ?")
        .ForEachTenant<MakeAuditPartitions>("0 7 2 * * ?");

    public void Commands(CommandList commands) => commands.AddAuditCommands();
}
