using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace CivicPulse.Platform.Http;

/// <summary>The answers and headers that many routes share, described once.</summary>
internal static class ApiResponses
{
    public const string IfMatch = "IfMatch";
    public const string IfNoneMatch = "IfNoneMatch";
    public const string IdempotencyKey = "IdempotencyKey";
    private const string Problem = "Problem";

    private static readonly (string Status, string Name, string Code, string About)[] Problems =
    [
        ("400", "BadRequest", "invalid", "The request cannot be understood; `errors` names fields, `detail` says what is allowed."),
        ("401", "NotSignedIn", "not_signed_in", "Nobody is signed in to this tenant."),
        ("403", "NotPermitted", "not_permitted", "The roles held in this tenant do not include this."),
        ("404", "NotFound", "not_found", "There is nothing here, or nothing that the asker may see."),
        ("406", "NotAcceptable", "not_acceptable", "The route answers with nothing that `Accept` allows."),
        ("409", "Conflict", "already_exists", "A rule of the business forbids it; `code` names the rule."),
        ("412", "StaleVersion", "stale_version", "The record is no longer as `If-Match` has seen it."),
        ("413", "TooLarge", "too_large", "The body is larger than the route accepts."),
        ("415", "UnsupportedMediaType", "unsupported_media_type", "The body is of a kind that the route does not take."),
        ("422", "Unprocessable", "idempotency.different_request", "It refers to something that is not there, or an `Idempotency-Key` was used for another request."),
        ("429", "TooManyRequests", "too_many_requests", "Too many requests; `Retry-After` says when to come back."),
        ("504", "Timeout", "timeout", "It took too long and was given up; nothing was changed."),
    ];

    public static IOpenApiResponse Of(string status, OpenApiDocument document) =>
        new OpenApiResponseReference(Problems.First(p => p.Status == status).Name, document);

    public static void AddTo(OpenApiDocument document)
    {
        document.AddComponent(Problem, ProblemSchema());
        foreach (var (status, name, code, about) in Problems)
        {
            var sample = new JsonObject { ["status"] = int.Parse(status, System.Globalization.CultureInfo.InvariantCulture), ["code"] = code, ["detail"] = about, ["trace_id"] = "4bf92f3577b34da6a3ce929d0e0e4736" };
            document.AddComponent(name, new OpenApiResponse
            {
                Description = about,
                Headers = status == "429" ? RateHeaders() : null,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(Problem, document), Example = sample },
                },
            });
        }
        document.AddComponent(IfMatch, Header("If-Match", "Change the record only if it is as it was read: the `ETag` of that read, or `*`."));
        document.AddComponent(IfNoneMatch, Header("If-None-Match", "Answer 304 without a body when the record is as it was read: the `ETag` of that read."));
        document.AddComponent(IdempotencyKey, Header("Idempotency-Key", "1 to 255 visible ASCII characters, made up by the client: a repeat within 24 hours is answered alike and does nothing.", 255));
    }

    public static OpenApiHeader ETag() => Told("The version of what was answered, for `If-Match` and `If-None-Match`.");

    private static Dictionary<string, IOpenApiHeader> RateHeaders() => new(StringComparer.Ordinal)
    {
        ["Retry-After"] = Told("Seconds to wait."),
        ["RateLimit-Limit"] = Told("Requests that the caller's bucket holds."),
        ["RateLimit-Remaining"] = Told("Requests left in it."),
        ["RateLimit-Reset"] = Told("Seconds until it is full again."),
    };

    private static OpenApiHeader Told(string about) => new() { Description = about, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static OpenApiParameter Header(string name, string about, int longest = 1000) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = about,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = longest },
    };

    private static OpenApiSchema ProblemSchema()
    {
        static OpenApiSchema Text(string about) => new() { Type = JsonSchemaType.String, Description = about };
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "RFC 9457 problem details.",
            Required = new HashSet<string>(["status", "code"], StringComparer.Ordinal),
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
            {
                ["type"] = Text("A page about the status."),
                ["title"] = Text("The status in words."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
                ["detail"] = Text("What happened and what to do, for people."),
                ["code"] = Text("What happened, for programs: never renamed."),
                ["trace_id"] = Text("What to tell the operator."),
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Description = "What is wrong with each field.",
                    AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
                },
            },
        };
    }
}
