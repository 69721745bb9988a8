using System.Linq.Expressions;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Platform.Access;

/// <summary>What a table says about its rows: whose they are, of which team, district and state, or of what they are a part.</summary>
public sealed class RecordRule<T> : RecordRule where T : class
{
    private readonly Dictionary<string, Expression<Func<TenantDb, T, bool>>> _ways = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<TenantDb, T, bool>> _compiled = new(StringComparer.Ordinal);
    private readonly Places<T> _places = new();
    private Expression<Func<T, Guid?>>? _owner;
    private Expression<Func<T, Guid?>>? _team;
    private Expression<Func<T, bool>>? _confined;
    private string? _unless;
    private Expression<Func<T, Guid>>? _parentKey;
    private RecordRule? _parent;
    private Expression<Func<T, bool>>? _public;
    private Type? _parentTable;

    internal RecordRule(string word) : base(typeof(T), word)
    {
        if (typeof(Entity).IsAssignableFrom(typeof(T))) Owner(RuleParts.CreatedBy<T>());
    }

    /// <summary>Whose record it is; the one who created it, when nothing is said.</summary>
    /// <param name="always">Whoever holds the word at all sees their own: a job that one started, a question that one asked.</param>
    public RecordRule<T> Owner(Expression<Func<T, Guid?>> owner, bool always = false)
    {
        _owner = owner;
        _places.Add(Way.Own, owner, always);
        return Open(Way.Own, RuleParts.Owned(owner, Word, always ? nameof(Asking.Somewhere) : nameof(Asking.Own)));
    }

    /// <summary>The team it belongs to.</summary>
    public RecordRule<T> Team(Expression<Func<T, Guid?>> team)
    {
        _team = team;
        _places.Add(Way.Team, team);
        return Open(Way.Team, RuleParts.Among(team, Word, nameof(Asking.Teams)));
    }

    /// <summary>The district it concerns.</summary>
    public RecordRule<T> District(Expression<Func<T, Guid?>> district)
    {
        _places.Add(Way.District, district);
        return Open(Way.District, RuleParts.Among(district, Word, nameof(Asking.Districts)));
    }

    /// <summary>The state it is in.</summary>
    public RecordRule<T> State<TState>(Expression<Func<T, TState>> state) where TState : struct, Enum
    {
        _places.AddState(state);
        return Open(Way.State, RuleParts.InStates(state, Word));
    }

    /// <summary>Rows that only their owner and the members of their team see, and those who hold <paramref name="unless"/>.</summary>
    public RecordRule<T> Confined(Expression<Func<T, bool>> when, string unless)
    {
        (_confined, _unless) = (when, unless);
        _places.Confine(when, unless);
        return this;
    }

    /// <summary>A part of another record: seen with it, and only with it.</summary>
    public RecordRule<T> With<TParent>(Expression<Func<T, Guid>> key) where TParent : Entity
    {
        (_parentTable, _parentKey) = (typeof(TParent), key);
        return this;
    }

    /// <summary>
    /// Rows that the public portal shows; a part of another record must be let through itself and with its parent. A table that says
    /// nothing is never seen there.
    /// </summary>
    public RecordRule<T> Public(Expression<Func<T, bool>> when)
    {
        _public = when;
        return this;
    }

    /// <summary>Rows that come along with other work, such as its job: who may do the work may write them.</summary>
    public RecordRule<T> WrittenAlong()
    {
        ComesAlong = true;
        return this;
    }

    /// <summary>A table that decides over access itself: guarded by words alone, and a change of it is felt at once.</summary>
    public RecordRule<T> GivesAccess()
    {
        DecidesAccess = true;
        return this;
    }

    internal override string Why
    {
        get
        {
            if (DecidesAccess) return "whoever holds the word sees all";
            var reach = _parentTable is null ? $"as far as the word reaches: {string.Join(", ", _ways.Keys.Order(StringComparer.Ordinal))}" : $"seen with its {Name(_parentTable)}";
            if (_public is not null) reach += "; the public sees what is published";
            return _unless is null ? reach : $"{reach}; some are confined to their owner and team, unless {_unless} is held";
        }
    }

    internal override void Apply(TenantDb db, ModelBuilder model, IReadOnlyDictionary<Type, RecordRule> rules)
    {
        if (DecidesAccess) return;
        if (_parentTable is not null)
        {
            _parent = rules[_parentTable];
            model.Entity<T>().HasQueryFilter("access.parent", RuleParts.For(db, RuleParts.SeenWith(_parentKey!, _parent)));
            model.Entity<T>().HasQueryFilter("access.public", RuleParts.For(db, RuleParts.NotHidden(_public)));
        }
        else
        {
            _ways[Way.Everything] = RuleParts.Everywhere<T>(Word);
            if (_public is not null) _ways[Way.Public] = RuleParts.Published(_public);
            var reach = RuleParts.Any(_ways[Way.Everything], _ways.Where(w => w.Key is not (Way.Everything or Way.Public)).Select(w => w.Value));
            model.Entity<T>().HasQueryFilter("access.reach", RuleParts.For(db, _public is null ? reach : RuleParts.OrVisiting(reach, _public)));
            foreach (var (name, way) in _ways) _compiled[name] = way.Compile();
        }
        if (_confined is null) return;
        var confined = RuleParts.Confined(_confined, _unless!, _owner, _team);
        model.Entity<T>().HasQueryFilter("access.confined", RuleParts.For(db, confined));
        _compiled[Way.Confined] = confined.Compile();
    }

    internal override bool SeesEvery(TenantDb db) => DecidesAccess
        ? Asking.Everything(db, Word)
        : (_parent?.SeesEvery(db) ?? Asking.Everything(db, Word)) && (_unless is null || Asking.Everything(db, _unless));

    internal override async Task<bool> PermitsAsync(TenantDb db, object row, CancellationToken ct)
    {
        var said = await ExplainAsync(db, row, ct);
        return DecidesAccess || (said.GetValueOrDefault(Way.Confined, true)
            && (_parent is null ? said.Any(s => s.Value && s.Key != Way.Confined) : said[Way.Parent]));
    }

    internal override async Task<IReadOnlyDictionary<string, bool>> ExplainAsync(TenantDb db, object row, CancellationToken ct)
    {
        if (DecidesAccess) return new Dictionary<string, bool>(StringComparer.Ordinal) { [Way.Everything] = Asking.Everything(db, Word) };
        var said = _compiled.ToDictionary(c => c.Key, c => c.Value(db, (T)row), StringComparer.Ordinal);
        if (_parent is not null) said[Way.Parent] = await SeesParentAsync(db, _parentKey!.Compile()((T)row), ct);
        return said;
    }

    internal override Task<int> CountAsync(TenantDb db, int most, CancellationToken ct) => db.Set<T>().Take(most).CountAsync(ct);

    internal override async Task<object?> FindAsync(TenantDb db, Guid id, CancellationToken ct) =>
        await db.Set<T>().AsNoTracking().FirstOrDefaultAsync(RuleParts.HasId<T>(id), ct);

    internal override Place PlaceOf(object row, string word) => _parentTable is null ? _places.Of((T)row, word) : new([], null, true);

    internal override IQueryable<Guid> Ids(TenantDb db) => db.Set<T>().Select(RuleParts.Id<T>());

    /// <summary>A parent that is saved together with its part is looked at itself.</summary>
    private async Task<bool> SeesParentAsync(TenantDb db, Guid id, CancellationToken ct) =>
        db.ChangeTracker.Entries<Entity>().Any(e => e.State == EntityState.Added && e.Entity.Id == id) || await _parent!.Ids(db).ContainsAsync(id, ct);

    private RecordRule<T> Open(string name, Expression<Func<TenantDb, T, bool>> open)
    {
        _ways[name] = open;
        return this;
    }
}
