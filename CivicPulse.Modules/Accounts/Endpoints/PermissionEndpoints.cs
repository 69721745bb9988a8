using CivicPulse.Modules.Accounts.Model;
using CivicPulse.Platform;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CivicPulse.Modules.Accounts.Endpoints;

internal static class PermissionEndpoints
{
    public static void MapPermissions(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/permissions", List).Needs(AccountPermissions.Read).WithTags("Accounts")
            .WithSummary("Lists the permission words that roles are made of, by name");

    private static Page<PermissionDetail> List([AsParameters] PageQuery page, ModuleList modules, CurrentAccount account) => Pages.Of(
        [.. modules.Permissions.Where(p => p.Roles.Length > 0).OrderBy(p => p.Word, StringComparer.Ordinal)
            .Select(p => new PermissionDetail(p.Word, [.. p.Roles.Select(RoleWord.Of)], p.Whole, account.Held.ReachOf(p.Word).Everything))], page);
}

/// <param name="Roles">The built-in roles that hold it.</param>
/// <param name="Whole">Not given by a grant for a part.</param>
/// <param name="Yours">Whether you hold it for everything, and so may put it into a role.</param>
public sealed record PermissionDetail(string Word, IReadOnlyList<string> Roles, bool Whole, bool Yours);
