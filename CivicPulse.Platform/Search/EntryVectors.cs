using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Jobs;
using Microsoft.Extensions.Logging;

namespace CivicPulse.Platform.Search;

/// <summary>Texts in the index changed; told at most once until it is followed.</summary>
public sealed record SearchTextChanged : Fact;

/// <summary>
/// Gives entries their vectors. While the AI service is away they wait, are found by their words, and hold up no other fact: the
/// clock asks again.
/// </summary>
internal sealed partial class EntryVectors(TenantConnection connections, AiClient ai, ILogger<EntryVectors> log)
    : IReaction<SearchTextChanged>, IClockJob
{
    internal const int Batch = 128;
    private const int MostBatches = 20;

    /// <summary>Above so many vectors of one model an exact scan is slower than an index.</summary>
    internal const int IndexAbove = 5_000;

    public Task ReactAsync(SearchTextChanged fact, CancellationToken ct) => RunAsync(ct);

    public async Task RunAsync(CancellationToken ct)
    {
        for (var i = 0; i < MostBatches && await StepAsync(ct); i++)
        {
        }
    }

    /// <returns>Whether there may be more.</returns>
    internal async Task<bool> StepAsync(CancellationToken ct)
    {
        await using var connection = await connections.OpenAsync(ct);
        var waiting = await connection.WaitingAsync(Batch, ct);
        if (waiting.Count == 0) return false;
        await connection.LearnWordsAsync([.. waiting.Select(w => w.Id)], ct);
        Embedded made;
        try
        {
            made = await ai.EmbedAsync([.. waiting.Select(w => w.Text)], ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Later(log, e.GetType().Name);
            // The words of others are learned when the clock asks again.
            await connection.QueueAgainAsync([.. waiting.Select(w => w.Id)], ct);
            return false;
        }
        await connection.KeepVectorsAsync(waiting, made, ct);
        await connection.IndexVectorsAsync(made.Model, made.Vectors[0].Length, IndexAbove, ct);
        return waiting.Count == Batch;
    }

    [LoggerMessage(LogLevel.Information, "Search entries keep waiting for vectors: the AI service did not answer ({Failure})")]
    private static partial void Later(ILogger log, string failure);
}
