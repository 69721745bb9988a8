using CivicPulse.Modules.Assistant.Endpoints;
using CivicPulse.Modules.Assistant.Model;
using CivicPulse.Platform;
using CivicPulse.Platform.Access;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Assistant;

internal sealed class AssistantModule : IModule
{
    public string Name => "Assistant";

    public string About => "Search in the record, and answers that quote it.";

    public IReadOnlyList<Permission> Permissions => AssistantPermissions.All;

    public void Tables(ModelBuilder model) => model.QuestionTables();

    public void Routes(IEndpointRouteBuilder routes)
    {
        routes.MapQuestions();
    }
}
