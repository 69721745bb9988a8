using CivicPulse.Platform.Facts;

namespace CivicPulse.Modules.AuditTrail.Public;

/// <summary>The audit shows something that somebody should look at.</summary>
/// <param name="Rule">Which rule found it, such as <c>failed_sign_ins</c>.</param>
public sealed record SecurityAlertRaised(Guid AlertId, string Rule, string Severity, string Summary) : Fact;
