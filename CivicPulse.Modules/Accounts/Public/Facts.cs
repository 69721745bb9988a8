using CivicPulse.Platform.Facts;

namespace CivicPulse.Modules.Accounts.Public;

/// <summary>An account was given its first role in this tenant.</summary>
public sealed record AccountJoined(Guid AccountId) : Fact;

/// <summary>What an account holds here has changed: a grant was given or withdrawn.</summary>
public sealed record RoleChanged(Guid AccountId) : Fact;

/// <summary>An account has no place in this tenant any more.</summary>
public sealed record AccountRemoved(Guid AccountId) : Fact;

/// <summary>A custom role means other words than before, for everybody who has it.</summary>
public sealed record RoleRedefined(Guid RoleId) : Fact;
