using CivicPulse.Modules.Governance.Datasets;
using CivicPulse.Modules.Governance.Endpoints;
using CivicPulse.Modules.Governance.Endpoints.Portal;
using CivicPulse.Modules.Governance.Jobs;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Modules.Governance.Portal;
using CivicPulse.Modules.Governance.Public;
using CivicPulse.Modules.Governance.Reactions;
using CivicPulse.Modules.Governance.Transfers;
using CivicPulse.Platform;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Jobs;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Modules.Governance;

internal sealed class GovernanceModule : IModule
{
    public string Name => "Governance";

    public string About => "Bodies and those who sit in them; their meetings, matters, motions and votes; transcripts and minutes; what officials said and promised.";

    public IReadOnlyList<string> PortalSections => ["bodies", "officials", "meetings", "matters"];

    public IReadOnlyList<Permission> Permissions => GovernancePermissions.All;

    public void Tables(ModelBuilder model) => model.GovernanceTables();

    public void Services(IServiceCollection services) => services
        .AddScoped<IDemoData, DemoMeeting>().AddScoped<IPortalPages, BodyPages>().AddScoped<IPortalPages, OfficialPages>().AddScoped<IPortalPages, MeetingPages>()
        .AddScoped<IPortalPages, MatterPages>();

    public void Routes(IEndpointRouteBuilder routes)
    {
        routes.MapBodies();
        routes.MapOfficials();
        routes.MapPosts();
        routes.MapMemberships();
        routes.MapMeetings();
        routes.MapAgendaItems();
        routes.MapAttendances();
        routes.MapMatters();
        routes.MapMatterActions();
        routes.MapSponsorships();
        routes.MapMotions();
        routes.MapVoteEvents();
        routes.MapPersonVotes();
        routes.MapAttachments();
        routes.MapTranscripts();
        routes.MapMinutes();
        routes.MapMinutesLines();
        routes.MapStances();
        routes.MapCommitments();
        routes.MapReplies();
        routes.MapOfficialRecords();
        routes.MapPortalBodies();
        routes.MapPortalOfficials();
        routes.MapPortalMeetings();
        routes.MapPortalFeeds();
        routes.MapPortalMatters();
        routes.MapPortalMatterFeeds();
        routes.MapPortalAttachments();
    }

    public void Reactions(ReactionList reactions) => reactions
        .On<TranscriptAdded, PrepareTranscript>()
        .On<TranscriptRemoved, ForgetTranscript>()
        .On<AttachmentRemoved, ForgetAttachment>();

    public void Jobs(JobList jobs) => jobs.ForEachTenant<EndTerms>("0 23 1 * * ?");

    public void Transfers(TransferList transfers) => transfers
        .Add<BodyTransfer>().Add<OfficialTransfer>().Add<PostTransfer>().Add<MembershipTransfer>().Add<MatterTransfer>()
        .Add<MeetingTransfer>().Add<AgendaItemTransfer>().Add<AttendanceTransfer>().Add<MotionTransfer>().Add<VoteEventTransfer>().Add<PersonVoteTransfer>()
        .Add<StanceTransfer>().Add<CommitmentTransfer>()
        .AddDataset<CongressDataset>().AddDataset<OpenStatesDataset>().AddDataset<PopoloDataset>().AddDataset<IcalendarDataset>();
}
