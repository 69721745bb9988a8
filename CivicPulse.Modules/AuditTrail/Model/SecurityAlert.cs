using CivicPulse.Modules.AuditTrail.Public;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;

namespace CivicPulse.Modules.AuditTrail.Model;

/// <summary>How soon somebody should look.</summary>
public enum AlertSeverity { Warning, High, Critical }

/// <summary>What a rule found in the audit. The same finding is raised once: <see cref="Finding"/> tells whether it is the same.</summary>
internal sealed class SecurityAlert : Entity
{
    private SecurityAlert() { }

    public string Rule { get; private init; } = "";

    public string Finding { get; private init; } = "";

    public AlertSeverity Severity { get; private init; }

    public string Summary { get; private init; } = "";

    /// <summary>The account it is about, where there is one.</summary>
    public Guid? AccountId { get; private init; }

    public DateTimeOffset? AcknowledgedAt { get; private set; }

    public Guid? AcknowledgedBy { get; private set; }

    public string? Note { get; private set; }

    public static SecurityAlert Raise(string rule, string finding, AlertSeverity severity, string summary, Guid? account)
    {
        var alert = new SecurityAlert { Rule = rule, Finding = finding, Severity = severity, Summary = summary, AccountId = account };
        alert.Tell(new SecurityAlertRaised(alert.Id, rule, severity.ToString().ToLowerInvariant(), summary));
        return alert;
    }

    public void Acknowledge(Guid by, string? note, DateTimeOffset at)
    {
        RuleBroken.Unless(AcknowledgedAt is null, "audittrail.already_acknowledged", "Somebody has acknowledged this alert already.");
        (AcknowledgedAt, AcknowledgedBy, Note) = (at, by, note);
    }
}
