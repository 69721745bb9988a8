namespace CivicPulse.AiService;

/// <summary>Who answered: the engine that ships with the service, or a configured model.</summary>
internal static class Modes
{
    public const string Embedded = "embedded";
    public const string Model = "model";
}
