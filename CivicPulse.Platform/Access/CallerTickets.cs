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

    internal sealed record Caller(string Tenant, ActorKind Kind, Guid? Id, string[] Permissions);

    internal string Issue(Tenant tenant, CurrentAccount account, IReadOnlyList<Permission> all)
    {
        var words = account.Kind == ActorKind.System ? all.Select(p => p.Word) : account.Permissions;
        return _seal.Protect(JsonSerializer.Serialize(new Caller(tenant.Slug, account.Kind, account.Id, [.. words])), Lifetime);
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

        var words = caller.Permissions.ToHashSet(StringComparer.Ordinal);
        if (caller.Kind == ActorKind.System) account.ActAsSystem(caller.Id, words);
        else account.SignIn(caller.Id ?? Guid.Empty, words);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, caller.Id?.ToString() ?? "system")], Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Name)));
    }
}
