using System.Collections.Frozen;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Search;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>Open Civic Data's kinds of bills.</summary>
public enum MatterClassification
{
    Bill, Resolution, ConcurrentResolution, JointResolution, Memorial, Commemoration, ConcurrentMemorial, JointMemorial, ProposedBill, Proclamation, Nomination, Contract,
    Claim, Appointment, ConstitutionalAmendment, Petition, Order, ConcurrentOrder, Appropriation, Ordinance, Motion, StudyRequest, ConcurrentStudyRequest, BillOfAddress,
}

public enum MatterStatus { Introduced, InCommittee, Tabled, Passed, Failed, Enacted, Vetoed, Withdrawn }

/// <summary>What a body decides about: an ordinance, a resolution, a contract (OCD <c>Bill</c>).</summary>
internal sealed class Matter : PublicRecord, ISearchable
{
    public required Guid BodyId { get; init; }

    public Body? Body { get; init; }

    /// <summary>Its name; <see cref="PublicRecord.Title"/> has the number with it.</summary>
    public required string Name { get; set; }

    public MatterClassification Classification { get; set; }

    public MatterStatus Status { get; set; }

    /// <summary>Numbers begin anew in each.</summary>
    public string? LegislativeSession { get; init; }

    public string[] OtherTitles { get; set; } = [];

    public string? Abstract { get; set; }

    public string[] Subjects { get; set; } = [];

    public DateOnly? IntroducedOn { get; set; }

    public string[] Links { get; set; } = [];

    public override string Title => $"{Identifier} {Name}";

    /// <summary>The number is the body's own: another body has the same.</summary>
    protected override string SlugKey => $"{BodyId} {LegislativeSession} {Identifier}";

    public SearchEntry ToSearch() => new("matter", Title, $"/matters/{Id}", GovernancePermissions.Read)
    {
        Keywords = [.. OtherTitles, .. Subjects],
        Body = Abstract ?? "",
        PartOf = ("body", BodyId),
        OccurredAt = IntroducedOn is { } on ? new DateTimeOffset(on.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) : null,
        Facets = [("classification", Wire.Word(Classification)), ("status", Wire.Word(Status)), .. Subjects.Select(s => ("subject", (string?)s))],
    };
}

/// <summary>A step on its way, in the order in which they happened (OCD <c>BillAction</c>).</summary>
internal sealed class MatterAction : Entity
{
    /// <summary>Open Civic Data's words, with underscores.</summary>
    public static readonly FrozenSet<string> Classifications = FrozenSet.ToFrozenSet(
    [
        "filing", "introduction", "enrolled", "reading_1", "reading_2", "reading_3", "passage", "failure", "withdrawal", "substitution", "amendment_introduction", "amendment_passage",
        "amendment_withdrawal", "amendment_failure", "amendment_amendment", "amendment_deferral", "committee_passage", "committee_passage_favorable", "committee_passage_unfavorable",
        "committee_failure", "executive_receipt", "executive_signature", "executive_veto", "executive_veto_line_item", "became_law", "veto_override_passage", "veto_override_failure",
        "deferral", "receipt", "referral", "referral_committee",
    ], StringComparer.Ordinal);

    public required Guid MatterId { get; init; }

    /// <summary>From 1.</summary>
    public required int Order { get; init; }

    public required DateOnly Date { get; set; }

    public required string Description { get; set; }

    public string[] Classification { get; set; } = [];

    /// <summary>Who acted, when it was not the matter's own body.</summary>
    public Guid? BodyId { get; set; }

    public Body? Body { get; init; }

    /// <exception cref="BadInput">One of the words is none of Open Civic Data's.</exception>
    public static string[] Known(IEnumerable<string>? words)
    {
        string[] asked = [.. (words ?? []).Distinct(StringComparer.Ordinal)];
        return Array.TrueForAll(asked, Classifications.Contains)
            ? asked
            : throw new BadInput("governance.unknown_action", $"An action's classification is of: {string.Join(", ", Classifications.Order(StringComparer.Ordinal))}.", 422);
    }
}

public enum SponsorClassification { Primary, Cosponsor }

/// <summary>Who stands behind it.</summary>
internal sealed class Sponsorship : Entity
{
    public required Guid MatterId { get; init; }

    public Guid? OfficialId { get; init; }

    public Official? Official { get; init; }

    public required string Name { get; init; }

    public SponsorClassification Classification { get; init; }
}
