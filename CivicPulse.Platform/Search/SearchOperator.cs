using System.CommandLine;
using CivicPulse.Platform.Commands;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Jobs;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Search;

internal static class SearchOperator
{
    public static void AddSearch(this CommandList commands)
    {
        var tenant = new Option<string>("--tenant") { Description = "The tenant's slug", Required = true };
        var reindex = new Command("reindex", "Has the Worker make a tenant's search index again.") { tenant };
        reindex.SetAction((parsed, ct) => ReindexAsync(commands.Services, parsed.GetValue(tenant)!, ct));
        commands.Noun("search", "The search index.").Add(reindex);
    }

    /// <summary>The Worker does it: it alone has the AI service at hand, and goes on after a crash.</summary>
    private static async Task<int> ReindexAsync(IServiceProvider services, string slug, CancellationToken ct)
    {
        if (await services.GetRequiredService<TenantDirectory>().FindAsync(slug, ct) is not { } tenant)
        {
            await Console.Error.WriteLineAsync($"There is no tenant '{slug}'.");
            return 1;
        }
        await using var scope = services.GetRequiredService<TenantScopes>().Enter(tenant);
        var db = scope.ServiceProvider.GetRequiredService<TenantDb>();
        var job = db.Queue(ReindexSearch.Kind, "search", Guid.CreateVersion7());
        await db.SaveChangesAsync(ct);
        Console.WriteLine($"Queued as job {job.Id}; GET /api/v1/jobs/{job.Id} tells how far it is.");
        return 0;
    }
}
