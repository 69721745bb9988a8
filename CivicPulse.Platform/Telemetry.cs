using System.Diagnostics;

namespace CivicPulse.Platform;

/// <summary>The one source of our own spans, in every process.</summary>
public static class Telemetry
{
    public const string Name = "CivicPulse";

    internal static readonly ActivitySource Source = new(Name);
}
