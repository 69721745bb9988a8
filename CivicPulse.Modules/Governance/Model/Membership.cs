using System.Globalization;
using CivicPulse.Modules.Governance.Public;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;

namespace CivicPulse.Modules.Governance.Model;

/// <summary>Why and for whom somebody sits: elected by voters, appointed by somebody, or because of another office.</summary>
public enum Mandate { Elected, Appointed, ExOfficio, Hired }

/// <summary>That somebody belonged to a body, perhaps in a post, for a time (Popolo <c>Membership</c>). Ended ones stay.</summary>
internal sealed class Membership : PublicRecord
{
    public Guid? OfficialId { get; set; }

    public Official? Official { get; init; }

    /// <summary>As the source has it; kept also when the person is known.</summary>
    public required string PersonName { get; set; }

    /// <summary>The id that a source gave of somebody who is no official here.</summary>
    public string? PersonReference { get; set; }

    public required Guid BodyId { get; init; }

    public Body? Body { get; init; }

    public Guid? PostId { get; set; }

    public Post? Post { get; init; }

    public required string Role { get; set; }

    public string? Label { get; set; }

    /// <summary>The party or group that they sit for.</summary>
    public string? OnBehalfOf { get; set; }

    public Mandate? Mandate { get; set; }

    public string? AppointedBy { get; set; }

    /// <summary>Year, month or day, as the source knows it; text compares as dates do.</summary>
    public string? StartDate { get; set; }

    /// <summary>The first day on which it no longer holds.</summary>
    public string? EndDate { get; set; }

    /// <summary>When it was told that the term is over.</summary>
    public DateTimeOffset? TermEndedAt { get; private set; }

    public override string Title => PersonName;

    public void EndTerm(DateTimeOffset at)
    {
        TermEndedAt = at;
        Tell(new TermEnded(Id, BodyId, OfficialId, PostId));
    }

    /// <summary>Ends at another day than was told: it will be told again.</summary>
    public void End(string? endDate)
    {
        if (endDate != EndDate) (EndDate, TermEndedAt) = (endDate, null);
    }

    /// <summary>Dates are compared as far as both are known: who began in May 2023 may have left in 2023.</summary>
    public void Check() => RuleBroken.Unless(
        StartDate is null || EndDate is null || string.CompareOrdinal(StartDate, 0, EndDate, 0, Math.Min(StartDate.Length, EndDate.Length)) <= 0, "governance.ends_before_it_starts", "A membership ends after it starts.");

    /// <summary>The day after which a term counts as over, as text to compare with.</summary>
    public static string Today(TimeProvider clock, TimeZoneInfo zone) => clock.GetUtcNow().DayIn(zone).ToString("O", CultureInfo.InvariantCulture);
}

internal static class MembershipQueries
{
    /// <summary>Those that last on a day, written <c>yyyy-MM-dd</c>: a date of which only the year is known counts from its first day.</summary>
    public static IQueryable<Membership> HeldOn(this IQueryable<Membership> memberships, string day) => memberships.Where(m =>
        string.Compare(m.StartDate ?? "", day) <= 0 && string.Compare(m.EndDate ?? "9999", day) > 0);
}
