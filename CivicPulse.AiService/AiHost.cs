namespace CivicPulse.AiService;

/// <summary>Names this assembly's entry point to those who start it in-process.</summary>
public sealed class AiHost;
