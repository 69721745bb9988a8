using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Facts;

internal sealed class OutboxFact
{
    public long Id { get; init; }

    public required string Type { get; init; }

    public required string Payload { get; init; }

    /// <summary>W3C trace context of the change, so that the reaction continues its trace.</summary>
    public string? TraceParent { get; init; }

    public Guid? ActorId { get; init; }

    public DateTimeOffset ToldAt { get; init; }

    /// <summary>How often work on this fact was begun: more than a few times means that it ends processes.</summary>
    public int Attempts { get; init; }

    /// <summary>When every reaction was done or laid aside.</summary>
    public DateTimeOffset? DoneAt { get; set; }
}

internal sealed class HandledFact
{
    public long FactId { get; init; }

    public required string Reaction { get; init; }

    public DateTimeOffset HandledAt { get; init; }
}

/// <summary>A reaction that failed for a fact: waiting for its next attempt, or laid aside until somebody replays it.</summary>
internal sealed class FactFailure : Entity
{
    public required long FactId { get; init; }

    public OutboxFact? Fact { get; init; }

    public required string Reaction { get; init; }

    public required int Attempts { get; set; }

    public DateTimeOffset? NextAttemptAt { get; set; }

    public string? Error { get; set; }

    public DateTimeOffset? DeadAt { get; set; }
}

internal static class FactTables
{
    public static void AddFacts(this ModelBuilder model)
    {
        model.Entity<OutboxFact>(fact =>
        {
            fact.ToTable("outbox");
            fact.Property(f => f.Payload).HasColumnType("jsonb");
        });
        model.Entity<HandledFact>().ToTable("handled").HasKey(h => new { h.FactId, h.Reaction });
        model.Entity<FactFailure>().ToTable("fact_failures").HasOne(f => f.Fact).WithMany().HasForeignKey(f => f.FactId);
    }
}
