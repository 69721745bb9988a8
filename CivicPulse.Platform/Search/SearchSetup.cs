using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Search;

internal static class SearchSetup
{
    public static IServiceCollection AddSearch(this IServiceCollection services) =>
        services.AddValidation().AddScoped<Searching>().AddSingleton<QueryVectors>().AddSingleton<SearchCursors>();

    /// <summary>What the AI service missed is asked for again every minute.</summary>
    public static JobList AddSearch(this JobList jobs) =>
        jobs.Run<ReindexSearch>(ReindexSearch.Kind).ForEachTenant<EntryVectors>("40 * * * * ?");

    public static ReactionList AddSearch(this ReactionList reactions) => reactions.On<SearchTextChanged, EntryVectors>();
}
