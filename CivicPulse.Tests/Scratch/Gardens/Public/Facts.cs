using CivicPulse.Platform.Facts;

namespace CivicPulse.Tests.Scratch.Gardens.Public;

public sealed record PlotTaken(Guid PlotId) : Fact;
