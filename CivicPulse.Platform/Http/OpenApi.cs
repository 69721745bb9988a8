using CivicPulse.Platform.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace CivicPulse.Platform.Http;

/// <summary><c>/openapi/v1.json</c>: every route with the permission it needs, what it takes, and the problems it may answer.</summary>
internal static class OpenApi
{
    public const string Bearer = "bearer";
    public const string TenantKey = "tenant";

    private const string About = """
        Name the tenant with `X-Tenant` or its own host name; send the token of `POST /auth/token` as a bearer token. Problems are
        RFC 9457 problem details with a stable `code`. Lists answer in pages: `next` is the `after` of the next one. Reads carry an
        `ETag`; a change with `If-Match` is refused with 412 when somebody was faster. A POST with an `Idempotency-Key` is done once
        and answered alike when it is repeated within 24 hours. Unknown fields of answers are to be ignored: they may grow.
        """;

    public static void AddCivicPulseOpenApi(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddSchemaTransformer(SchemaDescription.ApplyAsync);
        options.AddSchemaTransformer(SensitiveAttribute.DescribeAsync);
        options.AddOperationTransformer(OperationDescription.ApplyAsync);
        options.AddDocumentTransformer((document, context, _) =>
        {
            Describe(document, context.ApplicationServices.GetRequiredService<ModuleList>());
            ApiResponses.AddTo(document);
            Examples.AddTo(document);
            return Task.CompletedTask;
        });
    });

    public static void MapOpenApiDocument(this IEndpointRouteBuilder routes) => routes.MapOpenApi("/openapi/{documentName}.json").Public(needsTenant: false);

    private static void Describe(OpenApiDocument document, ModuleList modules)
    {
        document.Info = new OpenApiInfo
        {
            Title = "CivicPulse",
            Version = "v1",
            Description = About,
            Contact = new OpenApiContact { Name = "The operator of this installation" },
            License = new OpenApiLicense { Name = "AGPL-3.0-only", Identifier = "AGPL-3.0-only" },
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "This installation" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The `access_token` of `POST /auth/token`." },
            [TenantKey] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Tenant", Description = "The tenant, where the host name does not tell." },
        };
        var used = document.Paths.Values.SelectMany(p => p.Operations is { } o ? o.Values.AsEnumerable() : []).SelectMany(o => o.Tags ?? new HashSet<OpenApiTagReference>()).Select(t => t.Name ?? "").Distinct(StringComparer.Ordinal);
        document.Tags = new HashSet<OpenApiTag>(used.Order(StringComparer.Ordinal).Select(name => new OpenApiTag
        {
            Name = name,
            Description = modules.All.FirstOrDefault(m => m.Name == name)?.About ?? $"{name}: for the whole of a tenant's records.",
        }));
    }
}
