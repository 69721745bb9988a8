namespace CivicPulse.Platform.Live;

/// <summary>Why we close a socket, as the client sees it. Never renumbered: clients act on them.</summary>
internal enum LiveClose
{
    Normal = 1000,

    /// <summary>This process stops: come back at once, with the token.</summary>
    GoingAway = 1001,

    /// <summary>A message of the client was too large.</summary>
    TooLarge = 1009,

    /// <summary>The session ended, the account lost its place, or the tenant was suspended: sign in again.</summary>
    NotAllowed = 4001,

    /// <summary>The socket was open for its longest time: come back, with the token.</summary>
    Expired = 4002,

    /// <summary>The client did not keep up: come back, with the token.</summary>
    TooSlow = 4003,

    /// <summary>The client sent too many messages.</summary>
    TooManyMessages = 4004,
}
