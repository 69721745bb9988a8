using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CivicPulse.Platform.Http;

/// <summary>
/// Unsealing a token costs as much as the query behind it, so what came out is kept for a few seconds. It only says that the seal
/// was right: whether the session still lives and what it may do is asked apart (<see cref="SignedIn"/>), and the expiry inside is
/// checked with every request. A token that cannot be unsealed is never kept, so a flood of them costs no memory.
/// </summary>
internal sealed class RememberedTickets(ISecureDataFormat<AuthenticationTicket> seal, IMemoryCache kept, string scheme) : ISecureDataFormat<AuthenticationTicket>
{
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);

    internal ISecureDataFormat<AuthenticationTicket> Seal => seal;

    public string Protect(AuthenticationTicket data) => seal.Protect(data);

    public string Protect(AuthenticationTicket data, string? purpose) => seal.Protect(data, purpose);

    public AuthenticationTicket? Unprotect(string? protectedText)
    {
        if (string.IsNullOrEmpty(protectedText)) return null;
        var key = new Key(scheme, Digest(protectedText));
        if (kept.TryGetValue(key, out AuthenticationTicket? ticket)) return ticket;
        ticket = seal.Unprotect(protectedText);
        return ticket is null ? null : kept.Set(key, ticket, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Kept, Size = 1 });
    }

    public AuthenticationTicket? Unprotect(string? protectedText, string? purpose) =>
        string.IsNullOrEmpty(purpose) ? Unprotect(protectedText) : seal.Unprotect(protectedText, purpose);

    /// <summary>The key of a token that is kept tells nobody the token.</summary>
    private static UInt128 Digest(string token)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(token.AsSpan()), digest);
        return MemoryMarshal.Read<UInt128>(digest);
    }

    private sealed record Key(string Scheme, UInt128 Digest);
}

internal static class RememberedTicketsSetup
{
    /// <summary>Enough for those who are at work within the same five seconds; who finds no place is unsealed each time.</summary>
    private const int Most = 20_000;

    public static IServiceCollection RememberTickets(this IServiceCollection services)
    {
        services.AddKeyedSingleton<IMemoryCache>(typeof(RememberedTickets), (_, _) => new MemoryCache(new MemoryCacheOptions { SizeLimit = Most }));
        services.AddOptions<BearerTokenOptions>(Sessions.Bearer).PostConfigure<IServiceProvider>((o, provider) =>
            o.BearerTokenProtector = Remembered(o.BearerTokenProtector, provider, Sessions.Bearer));
        services.AddOptions<CookieAuthenticationOptions>(Sessions.Cookie).PostConfigure<IServiceProvider>((o, provider) =>
            o.TicketDataFormat = Remembered(o.TicketDataFormat, provider, Sessions.Cookie));
        return services;
    }

    internal static RememberedTickets Remembered(ISecureDataFormat<AuthenticationTicket> seal, IServiceProvider provider, string scheme) =>
        new(seal, provider.GetRequiredKeyedService<IMemoryCache>(typeof(RememberedTickets)), scheme);
}
