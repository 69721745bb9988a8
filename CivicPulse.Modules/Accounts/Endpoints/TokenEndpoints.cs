using System.ComponentModel.DataAnnotations;
using CivicPulse.Modules.Accounts.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace CivicPulse.Modules.Accounts.Endpoints;

internal static class TokenEndpoints
{
    public static void MapTokens(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/auth/token", Issue).Public().SignsIn().WithTags("Accounts")
            .Accepts<SignInWithPassword>("application/json", "application/x-www-form-urlencoded")
            .WithSummary("Exchanges a name and password for a bearer token of this tenant");

    private static async Task<Results<Ok<AccessToken>, ProblemHttpResult>> Issue(
        HttpRequest request, SignIn signIn, CurrentTenant tenant, IOptionsMonitor<BearerTokenOptions> tokens, CancellationToken ct)
    {
        var asked = await SignInWithPassword.ReadAsync(request, ct);
        if (await signIn.WithPasswordAsync(asked.Username, asked.Password, ct) is not { } opened) return SessionEndpoints.Refused();
        var principal = AccountClaims.Principal(opened.Account.Id, opened.Session.Id, tenant.Value.Slug, Sessions.Bearer);
        return TypedResults.Ok(new AccessToken(tokens.IssueToken(principal, opened.Session.ExpiresAt), "Bearer", (int)Sessions.Lifetime.TotalSeconds));
    }
}

/// <param name="Username">The account's email address.</param>
[Example("""{ "username": "clerk@town.example", "password": "a long pass phrase" }""")]
public sealed record SignInWithPassword([Required, MaxLength(256)] string Username, [Required, MaxLength(256)] string Password)
{
    /// <summary>Programs send JSON or the form that OAuth's password grant uses.</summary>
    internal static async Task<SignInWithPassword> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        SignInWithPassword? read = null;
        if (request.HasFormContentType && await request.ReadWireFormAsync(ct) is var form)
            read = new(form["username"].ToString(), form["password"].ToString());
        else if (request.HasJsonContentType())
            read = await request.ReadWireAsync<SignInWithPassword>(ct);
        return read is { Username: { Length: > 0 and <= 256 }, Password: { Length: > 0 and <= 256 } }
            ? read
            : throw new BadInput("invalid", "Send `username` and `password`, as JSON or as a form.");
    }
}

/// <param name="ExpiresIn">Seconds.</param>
public sealed record AccessToken([property: System.Text.Json.Serialization.JsonPropertyName("access_token")] string Token, string TokenType, int ExpiresIn);
