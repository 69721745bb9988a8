using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Access;

/// <summary>How much of a table somebody sees.</summary>
/// <param name="Word">The permission word that reads it.</param>
/// <param name="Rule">The rule, in words.</param>
/// <param name="Visible">At most <see cref="AccessViews.Most"/>: there may be more.</param>
/// <param name="Total">In the same way; none for whom it is not to be known.</param>
public sealed record TableView(string Module, string Kind, string Word, string Rule, int Visible, int? Total);

/// <summary>Whether somebody sees one record.</summary>
/// <param name="Ways">Each way to it, and whether it is open to them.</param>
public sealed record RecordView(string Kind, Guid Id, bool Exists, bool Visible, IReadOnlyDictionary<string, bool> Ways);

/// <summary>What an account sees, asked of the tables themselves under its own filters.</summary>
public sealed class AccessViews(AccountScopes accounts, TenantScopes scopes, CurrentTenant tenant)
{
    /// <summary>Counting ends here: the answer stays fast whatever the size of the tenant.</summary>
    public const int Most = 10_000;

    public async Task<IReadOnlyList<TableView>> TablesAsync(Guid account, CancellationToken ct)
    {
        if (await accounts.EnterAsync(tenant.Value, account, ct) is not { } theirs) return [];
        await using var entered = theirs;
        await using var whole = scopes.Enter(tenant.Value);
        var (db, all) = (theirs.ServiceProvider.GetRequiredService<TenantDb>(), whole.ServiceProvider.GetRequiredService<TenantDb>());
        var tables = new List<TableView>();
        foreach (var rule in RecordRule.All(db))
        {
            var total = await rule.CountAsync(all, Most, ct);
            var visible = rule.SeesEvery(db) ? total : await VisibleAsync(rule, db, ct);
            tables.Add(new(ModuleOf(rule.Table), rule.Kind, rule.Word, rule.Why, visible, total));
        }
        return [.. tables.OrderBy(t => t.Module, StringComparer.Ordinal).ThenBy(t => t.Kind, StringComparer.Ordinal)];
    }

    /// <returns>Null when nothing here is of this kind.</returns>
    public async Task<RecordView?> RecordAsync(Guid account, string kind, Guid id, CancellationToken ct)
    {
        if (await accounts.EnterAsync(tenant.Value, account, ct) is not { } theirs) return null;
        await using var entered = theirs;
        await using var whole = scopes.Enter(tenant.Value);
        var (db, all) = (theirs.ServiceProvider.GetRequiredService<TenantDb>(), whole.ServiceProvider.GetRequiredService<TenantDb>());
        if (theirs.ServiceProvider.GetRequiredService<VisibleRecords>().RuleOf(kind) is not { } rule) return null;
        if (await rule.FindAsync(all, id, ct) is not { } row) return new(kind, id, false, false, new Dictionary<string, bool>(StringComparer.Ordinal));
        var visible = rule.DecidesAccess ? rule.SeesEvery(db) : await rule.FindAsync(db, id, ct) is not null;
        return new(kind, id, true, visible, await rule.ExplainAsync(db, row, ct));
    }

    private static Task<int> VisibleAsync(RecordRule rule, TenantDb db, CancellationToken ct) =>
        rule.DecidesAccess ? Task.FromResult(0) : rule.CountAsync(db, Most, ct);

    private static string ModuleOf(Type table) =>
        table.Namespace?.Split('.') is ["CivicPulse", "Modules", var module, ..] ? module : "Platform";
}
