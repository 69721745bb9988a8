using CivicPulse.Modules.Elections.Public;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Search;

namespace CivicPulse.Modules.Elections.Model;

/// <summary>A day on which people vote (VIP and NIST <c>Election</c>), with what it needs to be found, prepared for and counted.</summary>
internal sealed class Election : PublicRecord, ISearchable
{
    public required string Name { get; set; }

    public required DateOnly Date { get; set; }

    public ElectionType ElectionType { get; set; }

    public ElectionStatus Status { get; private set; }

    public bool IsStatewide { get; set; }

    /// <summary>Where it is held, as an OCD division.</summary>
    public string? DivisionId { get; set; }

    public bool? HasElectionDayRegistration { get; set; }

    /// <summary>Pages about registering, about voting by mail, and with the official results.</summary>
    public string? RegistrationInfo { get; set; }

    public string? AbsenteeInfo { get; set; }

    public string? ResultsUri { get; set; }

    public string[] Identifiers { get; set; } = [];

    public string[] Links { get; set; } = [];

    public override string Title => Name;

    /// <summary>How rows of files name it.</summary>
    public string Reference => Identifier ?? Name;

    /// <summary>What people and files say of it.</summary>
    public ElectionPhase Phase => PhaseOf(Status);

    public void Schedule() => Tell(new ElectionScheduled(Id, Date));

    public void MoveTo(DateOnly date)
    {
        if (date == Date) return;
        CheckOpen();
        Date = date;
        Schedule();
    }

    /// <exception cref="RuleBroken">It is certified.</exception>
    public void Turn(ElectionPhase phase)
    {
        if (phase == Phase) return;
        CheckOpen();
        Status = phase switch
        {
            ElectionPhase.Held => ElectionStatus.Held,
            ElectionPhase.Cancelled => ElectionStatus.Cancelled,
            _ => ElectionStatus.Scheduled,
        };
    }

    /// <summary>What is counted in it stays as it was certified. The database holds the same rule against whoever passes this by.</summary>
    /// <exception cref="RuleBroken">It is certified.</exception>
    public void CheckOpen() => CheckOpen(Status == ElectionStatus.Certified);

    /// <inheritdoc cref="CheckOpen()"/>
    public static void CheckOpen(bool certified) =>
        RuleBroken.Unless(!certified, "elections.certified", "The results of this election are certified. Whoever may certify can withdraw that first.");

    public Certification Certify(DateOnly on, string authority, string? note)
    {
        RuleBroken.Unless(Status == ElectionStatus.Held, "elections.not_held", "Only the results of an election that was held can be certified.");
        RuleBroken.Unless(on >= Date, "elections.certified_too_early", "Results are certified on the day of the election or after it.");
        Status = ElectionStatus.Certified;
        Tell(new ElectionCertified(Id, on));
        return new Certification { ElectionId = Id, Election = this, CertifiedOn = on, Authority = authority, Note = note };
    }

    public void WithdrawCertification()
    {
        Status = ElectionStatus.Held;
        Tell(new ElectionCertificationWithdrawn(Id));
    }

    public SearchEntry ToSearch() => new("election", Name, $"/elections/{Id}", ElectionsPermissions.Read)
    {
        OccurredAt = new DateTimeOffset(Date, TimeOnly.MinValue, TimeSpan.Zero),
        Facets = [("status", Wire.Word(Status)), ("election_type", Wire.Word(ElectionType))],
    };

    private static ElectionPhase PhaseOf(ElectionStatus status) => status switch
    {
        ElectionStatus.Cancelled => ElectionPhase.Cancelled,
        ElectionStatus.Scheduled => ElectionPhase.Scheduled,
        _ => ElectionPhase.Held,
    };
}
