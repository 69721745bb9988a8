using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Transfers;

/// <summary>Commitments by their identifier, or by official and text. A reply travels with its commitment.</summary>
internal sealed class CommitmentTransfer : Transfer<Commitment, CommitmentRow>
{
    private readonly References _references = new();

    public override string Kind => "commitments";

    public override string ReadWord => GovernancePermissions.Read;

    public override string WriteWord => GovernancePermissions.Write;

    public override string PublishWord => GovernancePermissions.Publish;

    public override IReadOnlyList<string> Keys => ["identifier", "official", "text"];

    public override bool FirstKeyDecides => true;

    protected override Expression<Func<Commitment, CommitmentRow>> Row => c => new CommitmentRow(
        c.Official!.Identifier ?? c.Official.Name, c.Text, c.Citations, c.MadeOn, c.DueOn, c.Status, c.StatusNote, c.Identifier, c.ReplyText, c.ReplyBy, c.RepliedOn);

    protected override IQueryable<Commitment> Records(TenantDb db) =>
        db.Commitments.OrderBy(c => c.Official!.Identifier ?? c.Official.Name).ThenBy(c => c.Text).ThenBy(c => c.Identifier);

    protected override async Task<IQueryable<Commitment>> FindAsync(TenantDb db, IReadOnlyList<CommitmentRow> rows, CancellationToken ct)
    {
        await _references.FindOfficialsAsync(db, rows.Select(r => r.Official), ct);
        string[] ids = [.. rows.Select(r => r.Identifier).OfType<string>().Distinct(StringComparer.Ordinal)];
        string[] texts = [.. rows.Where(r => r.Identifier is null).Select(r => r.Text).Distinct(StringComparer.Ordinal)];
        return db.Commitments.Include(c => c.Official).Where(c => ids.Contains(c.Identifier) || (c.Identifier == null && texts.Contains(c.Text)));
    }

    protected override Commitment Create(CommitmentRow row)
    {
        var commitment = new Commitment { OfficialId = _references.Known(row.Official).Id, Text = row.Text, Identifier = row.Identifier };
        Change(commitment, row);
        return commitment;
    }

    protected override void Change(Commitment record, CommitmentRow row)
    {
        (record.Text, record.MadeOn, record.DueOn, record.Citations) = (row.Text, row.MadeOn, row.DueOn, row.Citations);
        (record.Status, record.StatusNote) = (row.Status ?? record.Status, row.StatusNote);
        record.Answer(row.ReplyText, row.ReplyBy, row.RepliedOn, row.Official);
        record.Check();
    }
}

/// <param name="Citations">Each as an address, a title and a quote with tabs between them.</param>
public sealed record CommitmentRow(
    [Required, MaxLength(300)][property: RefersTo("officials")] string Official, [Required, MaxLength(2000)] string Text, [Required, MaxLength(50), CitationLines] string[] Citations,
    DateOnly? MadeOn = null, DateOnly? DueOn = null, CommitmentStatus? Status = null, [MaxLength(2000)] string? StatusNote = null, [MaxLength(300)] string? Identifier = null,
    [MaxLength(5000)] string? ReplyText = null, [MaxLength(300)] string? ReplyBy = null, DateOnly? RepliedOn = null);
