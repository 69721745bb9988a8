using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace CivicPulse.Platform.Http;

/// <summary>Gives every problem a <c>code</c> and a trace id, also those the framework writes.</summary>
internal static class ProblemCodes
{
    public static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        var status = problem.Status ?? context.HttpContext.Response.StatusCode;
        problem.Status = status;
        problem.Extensions.TryAdd("code", problem is HttpValidationProblemDetails ? "invalid" : Code(status));
        if (problem is HttpValidationProblemDetails invalid) invalid.Errors = WireNames(invalid.Errors);
        problem.Detail ??= Detail(status, context.HttpContext);
        if (System.Diagnostics.Activity.Current is { } activity) problem.Extensions["trace_id"] = activity.TraceId.ToHexString();
        problem.Extensions.Remove("traceId");
    }

    /// <summary>The generated validation speaks of properties; clients know fields.</summary>
    private static Dictionary<string, string[]> WireNames(IDictionary<string, string[]> errors) => errors.ToDictionary(
        e => string.Join('.', e.Key.Split('.').Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)),
        e => e.Value.Select(m => m.Replace($"The {e.Key} field", "The field", StringComparison.Ordinal).Replace($"The field {e.Key}", "The field", StringComparison.Ordinal)).ToArray(),
        StringComparer.Ordinal);

    private static string Code(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "not_signed_in",
        StatusCodes.Status403Forbidden => "not_permitted",
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status429TooManyRequests => "too_many_requests",
        StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
        StatusCodes.Status413PayloadTooLarge => "too_large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported_media_type",
        >= StatusCodes.Status500InternalServerError => "internal",
        _ => "bad_request",
    };

    private static string? Detail(int status, HttpContext http) => status switch
    {
        StatusCodes.Status401Unauthorized when http.RequestServices.GetService(typeof(Tenancy.CurrentTenant)) is Tenancy.CurrentTenant { Known: null } =>
            "Name a tenant with the X-Tenant header or its own host name, and sign in.",
        StatusCodes.Status401Unauthorized => "Sign in first: the token is missing, expired, or belongs to another tenant.",
        StatusCodes.Status403Forbidden => "Your role in this tenant does not include this.",
        StatusCodes.Status404NotFound => "There is nothing here by this address.",
        _ => null,
    };
}
