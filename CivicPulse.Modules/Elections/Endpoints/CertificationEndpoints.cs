using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Elections.Endpoints;

internal static class CertificationEndpoints
{
    public static void MapCertifications(this IEndpointRouteBuilder routes)
    {
        var certification = routes.MapGroup("/api/v1/elections/{electionId:guid}/certification").WithTags("Elections");
        certification.MapGet("/", Read).Needs(ElectionsPermissions.Read).WithSummary("Reads who certified the results of an election, and when");
        certification.MapPut("/", Certify).Needs(ElectionsPermissions.Certify).WithSummary("Certifies the results of an election that was held: they are locked, and those who won are marked");
        certification.MapDelete("/", Withdraw).Needs(ElectionsPermissions.Certify).WithSummary("Withdraws the certification: results can change again");
    }

    private static async Task<Results<Ok<CertificationDetail>, NotFound>> Read(Guid electionId, TenantDb db, CancellationToken ct) =>
        await DetailAsync(db, electionId, ct) is { } detail ? TypedResults.Ok(detail) : TypedResults.NotFound();

    private static async Task<Results<Ok<CertificationDetail>, NotFound>> Certify(Guid electionId, CertifyElection asked, TenantDb db, CancellationToken ct)
    {
        await using var transaction = await db.JoinTransactionAsync(ct);
        await db.LockCountsAsync(electionId, ct);
        if (await db.Elections.FirstOrDefaultAsync(e => e.Id == electionId, ct) is not { } election) return TypedResults.NotFound();
        if (await db.Certifications.FirstOrDefaultAsync(c => c.ElectionId == electionId, ct) is { } standing)
            (standing.CertifiedOn, standing.Authority, standing.Note) = (asked.Date!.Value, asked.Authority, asked.Note);
        else
        {
            var certification = election.Certify(asked.Date!.Value, asked.Authority, asked.Note);
            // Marked and saved before the certification stands: it would refuse that.
            (await Tallies.CountedAsync(db, electionId, ct)).Mark();
            await db.SaveChangesAsync(ct);
            db.Certifications.Add(certification);
        }
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return TypedResults.Ok(await DetailAsync(db, electionId, ct));
    }

    private static async Task<Results<NoContent, NotFound>> Withdraw(Guid electionId, TenantDb db, CancellationToken ct)
    {
        await using var transaction = await db.JoinTransactionAsync(ct);
        if (await db.Certifications.Include(c => c.Election).FirstOrDefaultAsync(c => c.ElectionId == electionId, ct) is not { } certification) return TypedResults.NotFound();
        certification.Election!.WithdrawCertification();
        db.Certifications.Remove(certification);
        await db.SaveChangesAsync(ct);
        Outcomes.Clear(await db.ContestSelections.Where(s => s.ElectionId == electionId).ToListAsync(ct));
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return TypedResults.NoContent();
    }

    private static Task<CertificationDetail?> DetailAsync(TenantDb db, Guid election, CancellationToken ct)
    {
        var certifications = db.Certifications;
        return certifications.Where(c => c.ElectionId == election).Select(c => new CertificationDetail(c.ElectionId, c.CertifiedOn, c.Authority, c.Note, c.CreatedAt, c.CreatedBy, c.Version)).FirstOrDefaultAsync(ct);
    }
}

/// <param name="Date">The day on which it was certified.</param>
/// <param name="Authority">The board or the officer who says so.</param>
[Example("""{ "date": "2026-11-10", "authority": "Riverton board of elections", "note": "After the count of provisional ballots." }""")]
public sealed record CertifyElection([Required] DateOnly? Date, [Required, MaxLength(300)] string Authority, [MaxLength(5000)] string? Note = null);

/// <param name="RecordedBy">Who entered it here.</param>
public sealed record CertificationDetail(
    Guid ElectionId, DateOnly Date, string Authority, string? Note, DateTimeOffset RecordedAt, Guid? RecordedBy, [property: JsonIgnore] uint RowVersion) : IVersioned;
