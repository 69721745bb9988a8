using CivicPulse.Modules.Governance.Endpoints;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Modules.Governance.Public;
using CivicPulse.Modules.Governance.Reactions;
using CivicPulse.Modules.Governance.Transfers;
using CivicPulse.Platform;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Transfers;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Modules.Governance;

internal sealed class GovernanceModule : IModule
{
    public string Name => "Governance";

    public string About => "Bodies and their meetings: agendas, transcripts, minutes.";

    public IReadOnlyList<Permission> Permissions => GovernancePermissions.All;

    public void Tables(ModelBuilder model) => model.GovernanceTables();

    public void Services(IServiceCollection services) => services.AddScoped<IDemoData, DemoMeeting>();

    public void Routes(IEndpointRouteBuilder routes)
    {
        routes.MapBodies();
        routes.MapMeetings();
        routes.MapAgendaItems();
        routes.MapTranscripts();
        routes.MapMinutes();
    }

    public void Reactions(ReactionList reactions) => reactions
        .On<TranscriptAdded, PrepareTranscript>()
        .On<TranscriptRemoved, ForgetTranscript>();

    public void Transfers(TransferList transfers) => transfers.Add<BodyTransfer>().Add<MeetingTransfer>();
}
