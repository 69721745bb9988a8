using CivicPulse.Platform.Facts;

namespace CivicPulse.Modules.Gis.Public;

/// <summary>An import into a boundary set has ended and changed something: who lies where may be another now.</summary>
/// <param name="Boundaries">How many the set has.</param>
public sealed record BoundariesImported(Guid SetId, string Set, int Boundaries) : Fact;
