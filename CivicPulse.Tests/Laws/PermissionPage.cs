using System.Globalization;
using System.Text;
using CivicPulse.Platform;
using CivicPulse.Platform.Access;
using CivicPulse.Tests.Support;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace CivicPulse.Tests.Laws;

/// <summary>Writes <c>docs/admin/permissions.md</c> from the running API and the modules' own lists.</summary>
internal static class PermissionPage
{
    public static string File { get; } = Path.Combine(SharedData.Repository, "docs", "admin", "permissions.md");

    public static string Write(IReadOnlyList<(HttpMethod Method, RouteEndpoint Route)> routes, ModuleList modules)
    {
        var page = new StringBuilder("""
            # Who can do what

            Made from the routes and the modules' lists; do not edit. A test fails when it is stale and says how to write it anew.
            What roles, grants and teams are: [roles](roles.md).

            ## Words and roles


            """.ReplaceLineEndings("\n"));
        var roles = Enum.GetValues<Role>();
        page.Append("| word | ").AppendJoin(" | ", roles.Select(Word)).Append(" |\n|---|").Append(string.Concat(Enumerable.Repeat(":-:|", roles.Length))).Append('\n');
        foreach (var permission in modules.Permissions.OrderBy(p => p.Word, StringComparer.Ordinal))
            page.Append(CultureInfo.InvariantCulture, $"| `{permission.Word}`{(permission.Whole ? " *" : "")} | ").AppendJoin(" | ", roles.Select(r => permission.Roles.Contains(r) ? "x" : "")).Append(" |\n");
        page.Append("\n\\* not given by a grant for a part.\n\n## Routes\n\n| route | | needs |\n|---|---|---|\n");
        foreach (var line in routes.Where(r => !Routes.IsPublic(r.Route)).Select(Line).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) page.Append(line);
        page.Append("\nOpen to everybody, signed in or not:\n\n");
        foreach (var line in routes.Where(r => Routes.IsPublic(r.Route)).Select(r => $"- `{r.Method} {Path(r.Route)}`\n").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) page.Append(line);
        return page.ToString();

        static string Path(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.Trim('/');
    }

    private static string Line((HttpMethod Method, RouteEndpoint Route) r) =>
        $"| `{r.Method} /{r.Route.RoutePattern.RawText!.Trim('/')}` | {r.Route.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary} | `{r.Route.Metadata.GetMetadata<NeedsPermission>()!.Word}` |\n";

    private static string Word(Role role) => role.ToString().ToLowerInvariant();
}
