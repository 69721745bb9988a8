using System.ClientModel;
using System.ClientModel.Primitives;
using CivicPulse.AiService.Answers;
using CivicPulse.AiService.Vectors;
using Microsoft.Extensions.AI;
using OpenAI;

namespace CivicPulse.AiService.Models;

/// <summary>Puts the configured models behind the interfaces that the engines use.</summary>
internal static class ModelClients
{
    /// <summary>A model that searches more often than this is lost.</summary>
    private const int SearchRounds = 3;

    public static IServiceCollection AddModels(this IServiceCollection services, ModelSettings settings)
    {
        services.AddSingleton(settings).AddSingleton<EmbeddedEmbeddings>();
        if (settings.Has(settings.EmbeddingModel)) services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(Embeddings);
        else services.AddSingleton<IEmbeddingGenerator<string, Embedding<float>>>(provider => provider.GetRequiredService<EmbeddedEmbeddings>());
        if (settings.Has(settings.Model)) services.AddSingleton(Chat(settings)).AddScoped<ModelAnswers>();
        if (settings.Has(settings.SpeechModel)) services.AddSingleton(_ => Client(settings).GetAudioClient(settings.SpeechModel).AsISpeechToTextClient());
        return services;

        IEmbeddingGenerator<string, Embedding<float>> Embeddings(IServiceProvider provider) => ActivatorUtilities.CreateInstance<ModelEmbeddings>(
            provider, Client(settings).GetEmbeddingClient(settings.EmbeddingModel).AsIEmbeddingGenerator());
    }

    private static IChatClient Chat(ModelSettings settings) => Client(settings).GetChatClient(settings.Model).AsIChatClient().AsBuilder()
        .UseFunctionInvocation(configure: calls => calls.MaximumIterationsPerRequest = SearchRounds)
        .Build();

    private static OpenAIClient Client(ModelSettings settings) => new(
        new ApiKeyCredential(string.IsNullOrWhiteSpace(settings.Key) ? "none" : settings.Key),
        new OpenAIClientOptions
        {
            Endpoint = settings.Endpoint,
            NetworkTimeout = settings.Timeout,
            RetryPolicy = new ClientRetryPolicy(maxRetries: 1),
        });
}
