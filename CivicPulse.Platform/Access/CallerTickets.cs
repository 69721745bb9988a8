using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using CivicPulse.Platform.Tenancy;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CivicPulse.Platform.Access;

/// <summary>The asker's identity on its way to an inner service: sealed, bound to one tenant, good for minutes.</summary>
public sealed class CallerTickets(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private readonly ITimeLimitedDataProtector _seal = protection.CreateProtector("civicpulse.caller").ToTimeLimitedDataProtector();

    internal sealed record Caller(string Tenant, ActorKind Kind, Guid? Id, Part[] Parts, Guid[] Teams);

    /// <summary>Words that reach equally far, together: most callers have one part.</summary>
    internal sealed record Part(Reach Reach, string[] Words);

    internal string Issue(Tenant tenant, CurrentAccount account, IReadOnlyList<Permission> all)
    {
        var held = account.Kind == ActorKind.System ? HeldAccess.Everywhere(all.Select(p => p.Word)) : account.Held;
        var parts = held.Words.GroupBy(held.ReachOf).Select(p => new Part(p.Key, [.. p]));
        return _seal.Protect(JsonSerializer.Serialize(new Caller(tenant.Slug, account.Kind, account.Id, [.. parts], held.Teams)), Lifetime);
    }

    internal Caller? Read(string ticket)
    {
        try
        {
            return JsonSerializer.Deserialize<Caller>(_seal.Unprotect(ticket));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>Lets callers with a ticket for this tenant into an inner service.</summary>
internal sealed class CallerTicketScheme(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    CallerTickets tickets, CurrentTenant tenant, CurrentAccount account) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "caller";
    private const string Prefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return Task.FromResult(AuthenticateResult.NoResult());
        if (tickets.Read(header[Prefix.Length..]) is not { } caller || caller.Tenant != tenant.Known?.Slug)
            return Task.FromResult(AuthenticateResult.Fail("The caller's ticket is not for this tenant."));

        var held = HeldAccess.Of(caller.Parts.Select(p => (p.Reach, (IEnumerable<string>)p.Words)), caller.Teams);
        if (caller.Kind == ActorKind.System) account.ActAsSystem(caller.Id, held.Words);
        else account.SignIn(caller.Id ?? Guid.Empty, held);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, caller.Id?.ToString() ?? "system")], Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name)));
    }
}
