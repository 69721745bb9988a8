using System.ComponentModel.DataAnnotations;
using System.Linq.Expressions;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Transfers;

/// <summary>Stances by their identifier, or by official, topic and day. A reply travels with its stance.</summary>
internal sealed class StanceTransfer : Transfer<Stance, StanceRow>
{
    private readonly References _references = new();
    private readonly DeliberationReferences _deliberation = new();

    public override string Kind => "stances";

    public override string ReadWord => GovernancePermissions.Read;

    public override string WriteWord => GovernancePermissions.Write;

    public override string PublishWord => GovernancePermissions.Publish;

    public override IReadOnlyList<string> Keys => ["identifier", "official", "topic", "stated_on"];

    public override bool FirstKeyDecides => true;

    protected override Expression<Func<Stance, StanceRow>> Row => s => new StanceRow(
        s.Official!.Identifier ?? s.Official.Name, s.Topic, s.Position, s.Statement, s.Citations, s.StatedOn, s.Matter == null ? null : s.Matter.Identifier,
        s.Matter == null ? null : s.Matter.Body!.Identifier ?? s.Matter.Body.Name, s.Matter == null ? null : s.Matter.LegislativeSession, s.Identifier, s.ReplyText, s.ReplyBy, s.RepliedOn);

    protected override IQueryable<Stance> Records(TenantDb db) =>
        db.Stances.OrderBy(s => s.Official!.Identifier ?? s.Official.Name).ThenBy(s => s.Topic).ThenBy(s => s.StatedOn).ThenBy(s => s.Identifier);

    protected override async Task<IQueryable<Stance>> FindAsync(TenantDb db, IReadOnlyList<StanceRow> rows, CancellationToken ct)
    {
        await _references.FindOfficialsAsync(db, rows.Select(r => r.Official), ct);
        await _deliberation.FindMattersAsync(db, rows.Select(Matter), ct);
        string[] ids = [.. rows.Select(r => r.Identifier).OfType<string>().Distinct(StringComparer.Ordinal)];
        string[] topics = [.. rows.Where(r => r.Identifier is null).Select(r => r.Topic).Distinct(StringComparer.Ordinal)];
        return db.Stances.Include(s => s.Official).Include(s => s.Matter).ThenInclude(m => m!.Body)
            .Where(s => ids.Contains(s.Identifier) || (s.Identifier == null && topics.Contains(s.Topic)));
    }

    protected override Stance Create(StanceRow row)
    {
        var stance = new Stance { OfficialId = _references.Known(row.Official).Id, Topic = row.Topic, Statement = row.Statement, Identifier = row.Identifier };
        Change(stance, row);
        return stance;
    }

    protected override void Change(Stance record, StanceRow row)
    {
        (record.Topic, record.Position, record.Statement) = (row.Topic, row.Position!.Value, row.Statement);
        (record.StatedOn, record.MatterId, record.Citations) = (row.StatedOn, _deliberation.Matter(Matter(row))?.Id, row.Citations);
        record.Answer(row.ReplyText, row.ReplyBy, row.RepliedOn, row.Official);
    }

    private static MatterReference Matter(StanceRow row) => new(row.MatterBody, row.MatterSession, row.Matter);
}

/// <param name="Citations">Each as an address, a title and a quote with tabs between them.</param>
public sealed record StanceRow(
    [Required, MaxLength(300)][property: RefersTo("officials")] string Official, [Required, MaxLength(300)] string Topic, [Required] StancePosition? Position, [Required, MaxLength(5000)] string Statement,
    [Required, MaxLength(50), CitationLines] string[] Citations, DateOnly? StatedOn = null, [MaxLength(100)][property: RefersTo("matters")] string? Matter = null,
    [MaxLength(300)][property: RefersTo("bodies")] string? MatterBody = null, [MaxLength(100)] string? MatterSession = null, [MaxLength(300)] string? Identifier = null,
    [MaxLength(5000)] string? ReplyText = null, [MaxLength(300)] string? ReplyBy = null, DateOnly? RepliedOn = null);

internal static class RepliesInFiles
{
    /// <exception cref="BadInput">A reply has no day.</exception>
    public static void Answer(this IAnswerable record, string? text, string? by, DateOnly? on, string official)
    {
        if (text is not null && on is null) throw new BadInput("governance.reply_without_day", "A reply_text goes with the day on which it was given, replied_on.");
        if (text is null) record.Answer(null, null, null);
        else record.Answer(text, by ?? official, on);
    }
}
