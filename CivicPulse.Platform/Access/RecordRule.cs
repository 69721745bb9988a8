using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CivicPulse.Platform.Access;

/// <summary>
/// Who sees the rows of one table, said once where the table is declared. It becomes query filters, so every query of
/// <see cref="TenantDb"/> obeys it: reads, joins and set-based changes. What is saved is compared with it as well.
/// </summary>
public abstract class RecordRule
{
    private const string Annotation = "CivicPulse:Rule";

    private protected RecordRule(Type table, string word) => (Table, Word) = (table, word);

    internal Type Table { get; }

    /// <summary>The word that reads it.</summary>
    internal string Word { get; }

    /// <summary>How addresses and messages name one of them: <c>agenda_item</c>.</summary>
    internal string Kind => Name(Table);

    /// <summary>Never narrowed, and a change is felt at once: the tables that access is made of.</summary>
    internal bool DecidesAccess { get; private protected set; }

    /// <summary>Read by the rule, written by whoever does the work that it belongs to.</summary>
    internal bool ComesAlong { get; private protected set; }

    /// <summary>The rule in words, for people.</summary>
    internal abstract string Why { get; }

    internal abstract void Apply(TenantDb db, ModelBuilder model, IReadOnlyDictionary<Type, RecordRule> rules);

    /// <summary>True when no row of the table is hidden from whom the context is bound to.</summary>
    internal abstract bool SeesEvery(TenantDb db);

    /// <summary>Whether whom the context is bound to may have a row like this.</summary>
    internal abstract Task<bool> PermitsAsync(TenantDb db, object row, CancellationToken ct);

    /// <summary>Each way to this row with whether it is open; <see cref="Way.Confined"/> and <see cref="Way.Parent"/> must be, of the others one.</summary>
    internal abstract Task<IReadOnlyDictionary<string, bool>> ExplainAsync(TenantDb db, object row, CancellationToken ct);

    internal abstract Task<int> CountAsync(TenantDb db, int most, CancellationToken ct);

    internal abstract Task<object?> FindAsync(TenantDb db, Guid id, CancellationToken ct);

    internal abstract IQueryable<Guid> Ids(TenantDb db);

    /// <summary>Where this row lies, for an index that answers by the same rule.</summary>
    internal abstract Place PlaceOf(object row, string word);

    internal static RecordRule? Of(TenantDb db, Type table) => db.Model.FindEntityType(table)?.FindAnnotation(Annotation)?.Value as RecordRule;

    internal static IEnumerable<RecordRule> All(TenantDb db) =>
        db.Model.GetEntityTypes().Select(t => t.FindAnnotation(Annotation)?.Value).OfType<RecordRule>();

    internal static string Name(Type table) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(table.Name);

    /// <summary>Makes filters of all rules, once, when the model is built. Their values are read from the context at every query.</summary>
    internal static void ApplyAll(TenantDb db, ModelBuilder model)
    {
        var rules = model.Model.GetEntityTypes().Select(t => t.FindAnnotation(Annotation)?.Value).OfType<RecordRule>().ToDictionary(r => r.Table);
        foreach (var rule in rules.Values) rule.Apply(db, model, rules);
    }

    internal static void Keep(IMutableEntityType table, RecordRule rule) => table.SetAnnotation(Annotation, rule);
}

/// <summary>The ways by which a row can be reached, as explanations name them.</summary>
internal static class Way
{
    public const string Everything = "everything";
    public const string Own = "own";
    public const string Team = "team";
    public const string District = "district";
    public const string State = "state";
    public const string Parent = "parent";
    public const string Public = "public";
    public const string Confined = "audience";
}

public static class RecordRules
{
    /// <summary>
    /// The word that reads this table. Alone it means: seen by those who hold the word for everything, and one's own by those who hold
    /// it for their own records. <paramref name="rule"/> says what else counts.
    /// </summary>
    public static EntityTypeBuilder<T> VisibleWith<T>(this EntityTypeBuilder<T> table, string word, Action<RecordRule<T>>? rule = null) where T : class
    {
        var made = new RecordRule<T>(word);
        rule?.Invoke(made);
        RecordRule.Keep(table.Metadata, made);
        return table;
    }
}
