using CivicPulse.Modules.Documents.Endpoints;
using CivicPulse.Modules.Documents.Model;
using CivicPulse.Modules.Documents.Public;
using CivicPulse.Modules.Documents.Reactions;
using CivicPulse.Modules.Documents.Transfers;
using CivicPulse.Platform;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Transfers;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Documents;

internal sealed class DocumentsModule : IModule
{
    public string Name => "Documents";

    public string About => "Documents, their versions, and the words in them.";

    public IReadOnlyList<Permission> Permissions => DocumentPermissions.All;

    public void Tables(ModelBuilder model) => model.DocumentTables();

    public void Routes(IEndpointRouteBuilder routes)
    {
        routes.MapDocuments();
        routes.MapDocumentVersions();
        routes.MapDocumentAudience();
    }

    public void Reactions(ReactionList reactions) => reactions
        .On<DocumentPublished, ReadDocument>()
        .On<DocumentRead, IndexDocument>()
        .On<DocumentRemoved, ForgetDocument>();

    public void Transfers(TransferList transfers) => transfers.Add<DocumentTransfer>();
}
