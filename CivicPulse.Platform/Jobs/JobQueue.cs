using System.Text.Json;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Jobs;

public static class JobQueue
{
    /// <summary>Adds a job to what is about to be saved, so that it exists exactly when its cause does. The Worker takes it after that.</summary>
    /// <param name="arguments">Small, and no secret: whoever may read jobs' audit sees it.</param>
    public static Job Queue(this TenantDb db, string kind, string subjectKind, Guid subjectId, object? arguments = null)
    {
        var json = arguments is null ? null : JsonSerializer.Serialize(arguments, arguments.GetType(), Wire.Json);
        var job = Job.Queue(kind, subjectKind, subjectId, db.Actor?.Id, json);
        db.Jobs.Add(job);
        return job;
    }

    internal static void JobTables(this ModelBuilder model) => model.Entity<Job>(job =>
    {
        job.ToTable("jobs").Property(j => j.State).HasConversion<SnakeCaseEnum<JobState>>();
        job.Property(j => j.Arguments).HasColumnType("jsonb");
        job.Property(j => j.Checkpoint).HasColumnType("jsonb");
        job.Property(j => j.Attempts);
        job.Property(j => j.NextAttemptAt);
        job.Property(j => j.Worker);
        job.Property(j => j.LeaseId);
        job.Property(j => j.LeasedUntil);
        job.Property(j => j.TraceParent);
    });
}
