using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Jobs;

internal static class JobEndpoints
{
    private static readonly Listing<Job> Listed = Listing.Of<Job>("-created_at")
        .Sort("created_at", j => j.CreatedAt).Filter("state", j => j.State).Filter("kind", j => j.Kind).Filter("subject_id", j => j.SubjectId);

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        var jobs = routes.MapGroup("/api/v1/jobs").WithTags("Jobs");
        jobs.MapGet("/", List).Needs(PlatformPermissions.ReadJobs).Lists(Listed).WithSummary("Lists jobs, newest first");
        jobs.MapGet("/{id:guid}", Read).Needs(PlatformPermissions.ReadJobs).WithSummary("Tells how far a job is");
        jobs.MapPost("/{id:guid}/cancellation", Cancel).Needs(PlatformPermissions.CancelJobs)
            .WithSummary("Asks the Worker to end a job; what it saved so far stays");
    }

    private static async Task<Page<JobDetail>> List([AsParameters] PageQuery page, TenantDb db, CancellationToken ct) =>
        await db.Jobs.ToPageAsync(page, Listed,
            j => new JobDetail(j.Id, j.Kind, j.State, j.Progress, j.Step, j.SubjectKind, j.SubjectId, j.Error,
                j.CreatedAt, j.FinishedAt, j.StartedAt, j.CancelRequestedAt, j.Version), ct);

    private static async Task<Results<Ok<JobDetail>, NotFound>> Read(Guid id, TenantDb db, CancellationToken ct) =>
        await db.Jobs.AsNoTracking().FirstOrDefaultAsync(j => j.Id == id, ct) is { } job
            ? TypedResults.Ok(job.ToDetail())
            : TypedResults.NotFound();

    private static async Task<Results<Accepted<JobDetail>, NotFound>> Cancel(
        Guid id, TenantDb db, JobList jobs, JobHints hints, CurrentTenant tenant, CancellationToken ct)
    {
        if (!await db.Jobs.AnyAsync(j => j.Id == id, ct)) return TypedResults.NotFound();
        var asked = await db.AskToCancelAsync(id, [.. jobs.Kinds], ct);
        var job = await db.Jobs.AsNoTracking().FirstAsync(j => j.Id == id, ct);
        RuleBroken.Unless(asked > 0 || job.State is JobState.Queued or JobState.Running, "jobs.over", "The job is over.");
        RuleBroken.Unless(asked > 0, "jobs.not_cancellable", "Jobs of this kind cannot be cancelled.");
        await hints.GiveAsync(tenant.Value.Slug);
        return TypedResults.Accepted($"/api/v1/jobs/{id}", job.ToDetail());
    }
}
