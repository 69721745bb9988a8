namespace CivicPulse.Platform.Transfers;

/// <summary>Which kinds of records can be exported and imported, by their word.</summary>
public sealed class TransferList
{
    private readonly Dictionary<string, Func<Transfer>> _kinds = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>The kind's word is its address, <c>/api/v1/exports/{kind}</c>, and is never renamed.</summary>
    public TransferList Add<TTransfer>() where TTransfer : Transfer, new()
    {
        var kind = new TTransfer().Kind;
        _kinds.Add(kind, () => new TTransfer());
        _order.Add(kind);
        return this;
    }

    internal static TransferList Of(ModuleList modules)
    {
        var transfers = new TransferList();
        foreach (var module in modules.All) module.Transfers(transfers);
        return transfers;
    }

    /// <summary>As the modules stand: what refers to other kinds comes after them.</summary>
    internal IEnumerable<Transfer> InOrder => _order.Select(k => _kinds[k]());

    internal IEnumerable<Transfer> All => _kinds.Values.Select(make => make()).OrderBy(t => t.Kind, StringComparer.Ordinal);

    /// <returns>One for a single run: it may remember what it looked up.</returns>
    internal Transfer? Find(string kind) => _kinds.TryGetValue(kind, out var make) ? make() : null;
}
