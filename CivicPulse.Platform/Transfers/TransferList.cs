using CivicPulse.Platform.Transfers.Datasets;

namespace CivicPulse.Platform.Transfers;

/// <summary>Which kinds of records can be exported and imported, by their word.</summary>
public sealed class TransferList
{
    private readonly Dictionary<string, Func<Transfer>> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<Dataset>> _datasets = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];

    /// <summary>The kind's word is its address, <c>/api/v1/exports/{kind}</c>, and is never renamed.</summary>
    public TransferList Add<TTransfer>() where TTransfer : Transfer, new()
    {
        var kind = new TTransfer().Kind;
        _kinds.Add(kind, () => new TTransfer());
        _order.Add(kind);
        return this;
    }

    /// <summary>A published form of data that holds records of kinds which were added before, by this module or one above it.</summary>
    public TransferList AddDataset<TDataset>() where TDataset : Dataset, new()
    {
        var dataset = new TDataset();
        if (_kinds.ContainsKey(dataset.Kind)) throw new InvalidOperationException($"'{dataset.Kind}' is a kind of records already.");
        if (dataset.Parts.FirstOrDefault(p => !_kinds.ContainsKey(p.Kind)) is { } unknown) throw new InvalidOperationException($"'{dataset.Kind}' holds '{unknown.Kind}', which no module declares.");
        _datasets.Add(dataset.Kind, () => new TDataset());
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

    internal IEnumerable<Dataset> Datasets => _datasets.Values.Select(make => make()).OrderBy(d => d.Kind, StringComparer.Ordinal);

    /// <inheritdoc cref="Find"/>
    internal Dataset? FindDataset(string kind) => _datasets.TryGetValue(kind, out var make) ? make() : null;

    /// <returns>One for a single run: it may remember what it looked up.</returns>
    internal Transfer? Find(string kind) => _kinds.TryGetValue(kind, out var make) ? make() : null;
}
