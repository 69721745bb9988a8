using CivicPulse.Platform.Facts;

namespace CivicPulse.Modules.Documents.Public;

/// <summary>A document has a new version whose text is not yet known; <paramref name="JobId"/> follows it.</summary>
public sealed record DocumentPublished(Guid DocumentId, int Version, Guid JobId) : Fact;

/// <summary>The words of a version are known; they are not yet cut into passages.</summary>
public sealed record DocumentRead(Guid DocumentId, int Version, Guid JobId) : Fact;

public sealed record DocumentRemoved(Guid DocumentId, IReadOnlyList<string> FileKeys) : Fact;
