using CivicPulse.AiService.Answers;
using CivicPulse.AiService.Endpoints;
using CivicPulse.AiService.Minutes;
using CivicPulse.AiService.Models;
using CivicPulse.AiService.Passages;
using CivicPulse.AiService.Quotes;
using CivicPulse.AiService.Retrieval;
using CivicPulse.AiService.Vectors;

namespace CivicPulse.AiService;

internal static class AiEngines
{
    /// <summary>The embedded engines always; a model beside them when one is configured.</summary>
    public static IServiceCollection AddAiEngines(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<AiTelemetry>().AddSingleton<TextVectors>();
        services.AddSingleton<Utterances>().AddSingleton<Relevance>().AddSingleton<Snippet>();
        services.AddModels(ModelSettings.From(configuration)).AddScoped<Transcribing>();
        services.AddScoped<PassagesSql>().AddScoped<Indexing>().AddScoped<Retriever>();
        services.AddScoped<Research>().AddScoped<EmbeddedAnswers>().AddScoped<Answering>();
        return services.AddSingleton<EmbeddedMinutes>();
    }

    public static void MapAiRoutes(this IEndpointRouteBuilder routes)
    {
        routes.MapSources();
        routes.MapRetrieval();
        routes.MapEmbeddings();
        routes.MapAnswers();
        routes.MapMinutes();
        routes.MapTranscriptions();
    }
}
