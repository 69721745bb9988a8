using System.Reflection;
using System.Text.Json;
using CivicPulse.Platform.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CivicPulse.Platform.Http;

/// <summary>What a route does, told from what it already says of itself: handler, permission, listing, body.</summary>
internal static class OperationDescription
{
    public static Task ApplyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var route = context.Description.ActionDescriptor.EndpointMetadata;
        var handler = route.OfType<MethodInfo>().FirstOrDefault();
        var method = context.Description.HttpMethod ?? "GET";
        var path = context.Description.RelativePath ?? "";
        operation.OperationId ??= handler is null ? $"{method.ToLowerInvariant()}-{path}" : NameOf(handler);
        var needs = route.OfType<NeedsPermission>().LastOrDefault();
        if (needs is not null)
        {
            OpenApiSecuritySchemeReference Scheme(string name) => new(name, context.Document);
            operation.Security =
            [
                new OpenApiSecurityRequirement { [Scheme(OpenApi.Bearer)] = [], [Scheme(OpenApi.TenantKey)] = [] },
                new OpenApiSecurityRequirement { [Scheme(OpenApi.Bearer)] = [] },
            ];
        }
        operation.Description = string.Join(' ', ((string?[])[operation.Description, needs is null ? "Anybody may call this." : $"Needs `{needs.Word}`."]).OfType<string>());
        if (route.OfType<Listing>().LastOrDefault() is { } listing) ListDescription.Add(operation, listing);
        else ListDescription.WithoutSort(operation);
        var versioned = handler is not null && EntityTags.Names(handler.ReturnType, 0);
        AddHeaders(operation, context, method, path, needs is not null && !route.OfType<NoIdempotency>().Any(), versioned);
        AddProblems(operation, context.Document!, method, path, needs is not null);
        return Task.CompletedTask;
    }

    /// <summary><c>MeetingEndpoints.List</c> is <c>listMeetings</c>; <c>TranscriptEndpoints.ListTurns</c> is <c>listTranscriptTurns</c>.</summary>
    internal static string NameOf(MethodInfo handler)
    {
        var noun = handler.DeclaringType!.Name.Replace("Endpoints", "", StringComparison.Ordinal);
        var second = handler.Name.AsSpan(1).IndexOfAnyInRange('A', 'Z') + 1;
        var (verb, rest) = second > 0 ? (handler.Name[..second], handler.Name[second..]) : (handler.Name, "");
        if (verb == noun) noun = "";
        else if (verb == "List" && rest.Length == 0) noun = Plural(noun);
        return JsonNamingPolicy.CamelCase.ConvertName(verb) + noun + rest;
    }

    private static string Plural(string noun) => noun.EndsWith('y') ? noun[..^1] + "ies" : noun + "s";

    private static void AddHeaders(OpenApiOperation operation, OpenApiOperationTransformerContext context, string method, string path, bool repeats, bool versioned)
    {
        operation.Parameters ??= [];
        if (method is "PATCH" or "PUT" or "DELETE" && path.EndsWith('}')) operation.Parameters.Add(new OpenApiParameterReference(ApiResponses.IfMatch, context.Document));
        if (method == "POST" && repeats) operation.Parameters.Add(new OpenApiParameterReference(ApiResponses.IdempotencyKey, context.Document));
        if (!versioned) return;
        if (method == "GET")
        {
            operation.Parameters.Add(new OpenApiParameterReference(ApiResponses.IfNoneMatch, context.Document));
            operation.Responses!["304"] = new OpenApiResponse { Description = "Nothing changed since the read that `If-None-Match` names." };
        }
        foreach (var (_, response) in operation.Responses!.Where(r => r.Key is "200" or "201"))
            if (response is OpenApiResponse own) (own.Headers ??= new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal))["ETag"] = ApiResponses.ETag();
    }

    private static void AddProblems(OpenApiOperation operation, OpenApiDocument document, string method, string path, bool guarded)
    {
        operation.Responses ??= [];
        List<string> statuses = ["400", "406", "429", "504"];
        if (guarded) statuses.AddRange(["401", "403"]);
        if (path.Contains('{', StringComparison.Ordinal)) statuses.Add("404");
        if (method != "GET") statuses.Add("409");
        if (method is "PATCH" or "PUT" or "DELETE") statuses.Add("412");
        if (operation.RequestBody is not null) statuses.AddRange(["413", "415"]);
        if (method is "POST" or "PATCH" or "PUT") statuses.Add("422");
        foreach (var status in statuses) operation.Responses[status] = ApiResponses.Of(status, document);
    }
}

/// <summary>The query of a list: what it is sorted by and filtered by, each comparison a parameter.</summary>
internal static class ListDescription
{
    public static void Add(OpenApiOperation operation, Listing listing)
    {
        operation.Parameters ??= [];
        var sorts = string.Join(", ", listing.Fields.Where(f => f.Sorts).Select(f => $"`{f.Name}`"));
        if (operation.Parameters.OfType<OpenApiParameter>().FirstOrDefault(p => p.Name == "sort") is { } sort)
            sort.Description = $"At most {Ordering<object>.MostFields} of {sorts}, with commas; a minus before those that go down. Default: `{listing.DefaultSort}`.";
        foreach (var (field, word) in listing.Fields.SelectMany(f => f.Operators, (f, o) => (f, o)))
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = word == ListFilters.Equal ? field.Name : $"{field.Name}[{word}]",
                In = ParameterLocation.Query,
                Description = About(field.Name, word),
                Schema = word switch
                {
                    ListFilters.In => new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 50_000 },
                    ListFilters.Null => new OpenApiSchema { Type = JsonSchemaType.Boolean },
                    _ => Schema(field.Type),
                },
            });
        }
    }

    /// <summary>A list that declares nothing has one order.</summary>
    public static void WithoutSort(OpenApiOperation operation)
    {
        foreach (var sort in operation.Parameters?.Where(p => p is { Name: "sort", In: ParameterLocation.Query }).ToList() ?? []) operation.Parameters!.Remove(sort);
    }

    private static string About(string name, string word) => word switch
    {
        ListFilters.Equal => $"Only where `{name}` is this",
        ListFilters.NotEqual => $"Only where `{name}` is not this",
        ListFilters.In => $"Only where `{name}` is one of these, with commas",
        ListFilters.Contains => $"Only where `{name}` contains this, in whatever case",
        ListFilters.Null => $"Only where `{name}` is absent (true) or present (false)",
        "gt" => $"Only where `{name}` is more than this",
        "gte" => $"Only where `{name}` is this or more",
        "lt" => $"Only where `{name}` is less than this",
        _ => $"Only where `{name}` is this or less",
    };

    private static OpenApiSchema Schema(Type type) => type switch
    {
        _ when type.IsEnum => new() { Type = JsonSchemaType.String, Enum = [.. WireText.Words(type).Select(w => (System.Text.Json.Nodes.JsonNode)w)] },
        _ when type == typeof(Guid) => new() { Type = JsonSchemaType.String, Format = "uuid" },
        _ when type == typeof(DateTimeOffset) => new() { Type = JsonSchemaType.String, Format = "date-time" },
        _ when type == typeof(DateOnly) => new() { Type = JsonSchemaType.String, Format = "date" },
        _ when type == typeof(bool) => new() { Type = JsonSchemaType.Boolean },
        _ when type == typeof(string) => new() { Type = JsonSchemaType.String, MaxLength = WireText.Longest },
        _ when type == typeof(int) || type == typeof(long) => new() { Type = JsonSchemaType.Integer },
        _ => new() { Type = JsonSchemaType.Number },
    };
}
