using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace CivicPulse.Platform.Access;

/// <summary>The one permission word of a route.</summary>
public sealed record NeedsPermission(string Word) : IAuthorizationRequirement;

/// <summary>A route that anybody may call; <see cref="NeedsTenant"/> tells whether it still belongs to a tenant.</summary>
public sealed record PublicRoute(bool NeedsTenant);

public static class Guard
{
    public static TBuilder Needs<TBuilder>(this TBuilder route, string word) where TBuilder : IEndpointConventionBuilder
    {
        var requirement = new NeedsPermission(word);
        route.RequireAuthorization(policy => policy.RequireAuthenticatedUser().AddRequirements(requirement));
        route.WithMetadata(requirement);
        return route;
    }

    public static TBuilder Public<TBuilder>(this TBuilder route, bool needsTenant = true) where TBuilder : IEndpointConventionBuilder =>
        route.AllowAnonymous().WithMetadata(new PublicRoute(needsTenant));

    /// <summary>
    /// Refuses to start while any route says neither what it needs nor that it is public. The routes so far are built for good here:
    /// the framework would compile the handlers of a group anew for each of those who list them, and there are three.
    /// </summary>
    public static void RefuseUnguardedRoutes(this IEndpointRouteBuilder app, ModuleList modules)
    {
        var words = modules.Permissions.Select(p => p.Word).ToHashSet(StringComparer.Ordinal);
        var routes = new DefaultEndpointDataSource(app.DataSources.SelectMany(s => s.Endpoints));
        app.DataSources.Clear();
        app.DataSources.Add(routes);
        foreach (var route in routes.Endpoints.OfType<RouteEndpoint>())
        {
            var needs = route.Metadata.GetMetadata<NeedsPermission>();
            if (needs is null && route.Metadata.GetMetadata<PublicRoute>() is null)
                throw new InvalidOperationException($"Route {route.DisplayName} names no permission: add .Needs(word) or .Public().");
            if (needs is not null && !words.Contains(needs.Word))
                throw new InvalidOperationException($"Route {route.DisplayName} needs '{needs.Word}', which no module declares.");
        }
    }
}

internal sealed class PermissionCheck(CurrentAccount account) : AuthorizationHandler<NeedsPermission>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, NeedsPermission requirement)
    {
        if (!account.May(requirement.Word)) return Task.CompletedTask;
        account.Using = requirement.Word;
        context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
