using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CivicPulse.Modules.Accounts.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Accounts.Endpoints;

internal static class AccessEndpoints
{
    public static void MapAccess(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/v1/accounts/{accountId:guid}/access", Explain).Needs(AccountPermissions.ReadOwnAccess).WithTags("Accounts")
            .WithSummary("Explains what an account sees here, and why: your own, or others' with accounts.read_access");

    /// <summary>To those who ask about themselves it does not tell that there is something they do not see.</summary>
    private static async Task<Results<Ok<AccessDetail>, NotFound>> Explain(
        Guid accountId, CurrentAccount asker, TenantDb db, AccountAccess access, AccessViews views, CancellationToken ct,
        [MaxLength(120), Description("kind/id, such as document/0192...: whether the account sees this one record, and by which way")] string? record = null)
    {
        var insight = asker.May(AccountPermissions.ReadAccess);
        if (accountId != asker.Known && !insight) return TypedResults.NotFound();
        var memberships = await access.TeamsOfAsync(accountId, ct);
        var grants = await access.GrantsOfAsync(accountId, memberships, ct);
        if (grants.Count == 0) return TypedResults.NotFound();
        var teams = db.Teams;
        var names = await teams.Where(t => memberships.Contains(t.Id)).OrderBy(t => t.Name).Select(t => new TeamName(t.Id, t.Name)).ToListAsync(ct);
        var modules = (await views.TablesAsync(accountId, ct)).GroupBy(t => t.Module, StringComparer.Ordinal).Select(m => new ModuleAccess(
            m.Key, [.. m.Select(t => new TableAccess(t.Kind, t.Word, t.Rule, t.Visible, insight ? t.Total : null, t.Visible >= AccessViews.Most))]));
        var sought = record is null ? null : await FindAsync(accountId, record, insight, views, ct);
        return TypedResults.Ok(new AccessDetail(accountId, Words(grants), names, Tiers(grants), [.. modules], sought));
    }

    private static async Task<RecordAccess> FindAsync(Guid account, string record, bool insight, AccessViews views, CancellationToken ct)
    {
        if (record.Split('/') is not [var kind, var key] || !Guid.TryParse(key, out var id))
            throw new BadInput("accounts.bad_record", "Name a record as kind/id, such as document/01920000-0000-7000-8000-000000000000.");
        var view = await views.RecordAsync(account, kind, id, ct)
            ?? throw new BadInput("accounts.unknown_kind", "No record here is of this kind; `modules` lists the kinds.", StatusCodes.Status422UnprocessableEntity);
        var open = view.Ways.Where(w => w.Value).Select(w => w.Key).Order(StringComparer.Ordinal).ToList();
        var closed = view.Ways.Where(w => !w.Value).Select(w => w.Key).Order(StringComparer.Ordinal).ToList();
        if (insight) return new(view.Kind, view.Id, view.Visible, view.Exists, open, closed);
        return new(view.Kind, view.Id, view.Visible, null, view.Visible ? open : [], []);
    }

    private static IReadOnlyList<WordAccess> Words(IReadOnlyList<GrantedWords> grants) =>
    [
        .. grants.SelectMany(g => g.Words, (g, word) => (word, g)).GroupBy(x => x.word, x => x.g, StringComparer.Ordinal)
            .OrderBy(w => w.Key, StringComparer.Ordinal)
            .Select(w => new WordAccess(w.Key, w.Any(g => g.Reach.Everything), [.. w.Select(g => new GrantReason(g.Id, g.RoleName, g.Scope, g.TeamId, g.DistrictId, g.State))])),
    ];

    private static IReadOnlyList<TierAccess> Tiers(IReadOnlyList<GrantedWords> grants)
    {
        bool Holds(string word) => grants.Any(g => g.Words.Contains(word, StringComparer.Ordinal));
        return
        [
            new(Sensitivity.Public, true, null),
            new(Sensitivity.Internal, true, null),
            new(Sensitivity.Confidential, Holds(PlatformPermissions.ReadConfidential), PlatformPermissions.ReadConfidential),
            new(Sensitivity.Restricted, Holds(PlatformPermissions.ReadRestricted), PlatformPermissions.ReadRestricted),
        ];
    }
}

/// <param name="Words">Every permission word with the grants that give it.</param>
/// <param name="Modules">How many records of each kind are visible, of how many, by which rule.</param>
/// <param name="Record">The answer about the one record that was asked for.</param>
public sealed record AccessDetail(
    Guid AccountId, IReadOnlyList<WordAccess> Words, IReadOnlyList<TeamName> Teams, IReadOnlyList<TierAccess> Tiers,
    IReadOnlyList<ModuleAccess> Modules, RecordAccess? Record);

/// <param name="Everywhere">Whether it reaches everything; else as far as its grants say.</param>
public sealed record WordAccess(string Word, bool Everywhere, IReadOnlyList<GrantReason> Because);

public sealed record GrantReason(Guid GrantId, string Role, GrantScope Scope, Guid? TeamId, Guid? DistrictId, string? State);

public sealed record TeamName(Guid Id, string Name);

public sealed record TierAccess(Sensitivity Tier, bool Visible, string? Word);

public sealed record ModuleAccess(string Module, IReadOnlyList<TableAccess> Tables);

/// <param name="Total">Only for those who may look into the access of others.</param>
/// <param name="AtLeast">Counting ended at this number: there may be more.</param>
public sealed record TableAccess(string Kind, string Word, string Rule, int Visible, int? Total, bool AtLeast);

/// <param name="Exists">Only for those who may look into the access of others; so is what is closed.</param>
/// <param name="Open">The ways to this record that are open: `everything`, `own`, `team`, `district`, `state`, `parent`; and `audience`, when it is not confined to others.</param>
public sealed record RecordAccess(string Kind, Guid Id, bool Visible, bool? Exists, IReadOnlyList<string> Open, IReadOnlyList<string> Closed);
