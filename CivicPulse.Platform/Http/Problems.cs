using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicPulse.Platform.Http;

/// <summary>The business forbids it. Reaches the client as 409 with <see cref="Code"/>.</summary>
public sealed class RuleBroken(string code, string message) : Exception(message)
{
    public string Code { get; } = code;

    public static void Unless(bool condition, string code, string message)
    {
        if (!condition) throw new RuleBroken(code, message);
    }
}

/// <summary>The request cannot be understood or is too much. Reaches the client with <see cref="Status"/>, 4xx.</summary>
public sealed class BadInput(string code, string message, int status = StatusCodes.Status400BadRequest) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;

    public static BadInput Malformed(JsonException e) => new("malformed_json", $"The JSON cannot be read at {e.Path ?? "$"}, line {e.LineNumber + 1}.");
}

/// <summary>RFC 9457 problem details with our <c>code</c> member.</summary>
public static class Problems
{
    /// <summary>True when the change is certainly not committed; after a broken connection nobody knows.</summary>
    public static bool IsRefusal(Exception e) => e is RuleBroken or BadInput or DbUpdateConcurrencyException or DbUpdateException { InnerException: PostgresException };

    public static ProblemHttpResult Of(int status, string code, string detail) =>
        TypedResults.Problem(new ProblemDetails { Status = status, Detail = detail, Extensions = { ["code"] = code } });
}

/// <summary>Turns every exception that leaves an endpoint into a problem; what is our own fault shows no detail.</summary>
internal sealed partial class ProblemFromException(IProblemDetailsService problems, ILogger<ProblemFromException> log) : IExceptionHandler
{
    private const string RuleOfDatabase = "CP409";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return true;
        }
        var (status, code, detail) = Describe(exception);
        if (status >= StatusCodes.Status500InternalServerError) Failed(log, httpContext.Request.Method, httpContext.Request.Path, exception);
        httpContext.Response.StatusCode = status;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = { Status = status, Detail = detail, Extensions = { ["code"] = code } },
        });
    }

    internal static (int Status, string Code, string? Detail) Describe(Exception exception) => exception switch
    {
        RuleBroken rule => (StatusCodes.Status409Conflict, rule.Code, rule.Message),
        BadInput bad => (bad.Status, bad.Code, bad.Message),
        DbUpdateConcurrencyException => (StatusCodes.Status412PreconditionFailed, "stale_version", "Somebody else changed this in the meantime."),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (StatusCodes.Status413PayloadTooLarge, "too_large", "The request is larger than this address accepts."),
        BadHttpRequestException { InnerException: JsonException json } => Describe(BadInput.Malformed(json)),
        BadHttpRequestException bad => (bad.StatusCode, "bad_request", bad.Message),
        // A rule that the database holds as well: a trigger raises it with this state, and with the code as its constraint.
        PostgresException { SqlState: RuleOfDatabase, ConstraintName: { } code } rule => (StatusCodes.Status409Conflict, code, rule.MessageText),
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => (StatusCodes.Status409Conflict, "already_exists", "There is one already."),
        PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation } => (StatusCodes.Status409Conflict, "missing_reference", "It refers to something that is not there."),
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } or NpgsqlException { InnerException: TimeoutException } => (StatusCodes.Status504GatewayTimeout, "timeout", TimeLimits.GivenUp),
        PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure } => (StatusCodes.Status409Conflict, "try_again", "Others changed the same at the same moment. Send it again."),
        DbUpdateException { InnerException: NpgsqlException inner } => Describe(inner),
        // What may pass, Entity Framework wraps once more.
        InvalidOperationException { InnerException: (DbUpdateException or NpgsqlException) and var inner } => Describe(inner),
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow }
            or NpgsqlException { InnerException: System.Net.Sockets.SocketException or IOException }
            => (StatusCodes.Status503ServiceUnavailable, "unavailable", "The database is not there at this moment. Try again in a few seconds."),
        PostgresException { SqlState: PostgresErrorCodes.UntranslatableCharacter or PostgresErrorCodes.CharacterNotInRepertoire } => (StatusCodes.Status400BadRequest, "bad_text", "The text holds a character that cannot be stored."),
        _ => (StatusCodes.Status500InternalServerError, "internal", null),
    };

    [LoggerMessage(LogLevel.Error, "{Method} {Path} failed")]
    private static partial void Failed(ILogger log, string method, string path, Exception e);
}
