using CivicPulse.Platform.Facts;

namespace CivicPulse.Modules.Elections.Public;

/// <summary>There is a new election, or it was moved to another day.</summary>
public sealed record ElectionScheduled(Guid ElectionId, DateOnly Date) : Fact;

/// <summary>Somebody with the authority for it says that the results are final.</summary>
public sealed record ElectionCertified(Guid ElectionId, DateOnly CertifiedOn) : Fact;

/// <summary>The results are not final after all.</summary>
public sealed record ElectionCertificationWithdrawn(Guid ElectionId) : Fact;
