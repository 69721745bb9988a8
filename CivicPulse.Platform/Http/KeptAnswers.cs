using CivicPulse.Platform.Data;
using CivicPulse.Platform.Jobs;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Http;

/// <summary>What a request with an <c>Idempotency-Key</c> was answered, kept in the transaction of its change.</summary>
internal sealed class KeptAnswer
{
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>A longer answer is not repeated; that the change was made is said all the same.</summary>
    public const int LongestBody = 256_000;

    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    public required string Route { get; init; }

    public required string Key { get; init; }

    public required byte[] RequestHash { get; init; }

    public int Status { get; init; }

    public string? ContentType { get; init; }

    public string? Location { get; init; }

    public string? Etag { get; init; }

    public byte[]? Body { get; init; }

    public DateTimeOffset KeptAt { get; init; }
}

/// <summary>Forgets answers that nobody can ask for any more.</summary>
internal sealed class ForgetKeptAnswers(TenantDb db, TimeProvider clock) : IClockJob
{
    public Task RunAsync(CancellationToken ct) => db.ForgetAnswersAsync(clock.GetUtcNow() - KeptAnswer.Kept, ct);
}
