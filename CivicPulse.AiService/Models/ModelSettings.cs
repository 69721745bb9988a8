namespace CivicPulse.AiService.Models;

/// <summary>An OpenAI-compatible server, as configured by AI__Endpoint, AI__Key, AI__Model, AI__EmbeddingModel and AI__SpeechModel. Nothing is required.</summary>
internal sealed record ModelSettings
{
    /// <summary>The address up to and including the version, such as http://localhost:11434/v1.</summary>
    public Uri? Endpoint { get; init; }

    public string? Key { get; init; }

    public string? Model { get; init; }

    public string? EmbeddingModel { get; init; }

    public string? SpeechModel { get; init; }

    /// <summary>After this the embedded engine answers instead.</summary>
    public int TimeoutSeconds { get; init; } = 30;

    public TimeSpan Timeout => TimeSpan.FromSeconds(Math.Clamp(TimeoutSeconds, 1, 300));

    public static ModelSettings From(IConfiguration configuration) => configuration.GetSection("AI").Get<ModelSettings>() ?? new();

    /// <summary>A model needs a place: an endpoint of its own, or OpenAI's when only a key is given.</summary>
    public bool Has(string? model) => !string.IsNullOrWhiteSpace(model) && (Endpoint is not null || !string.IsNullOrWhiteSpace(Key));
}
