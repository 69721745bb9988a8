using System.Text.Json;

namespace CivicPulse.Platform.Audit;

/// <summary>Something in a ledger that is not as it was sealed.</summary>
/// <param name="Code">A word such as <c>wrong_root</c>.</param>
public sealed record LedgerFault(string Code, string Detail);

/// <summary>What a check found, and how much it looked at.</summary>
/// <param name="First">The number of the seal it began with; null when there was none. What is before that one was not judged.</param>
public sealed record LedgerReport(long? First, long Seals, long Entries, long Unsealed, long Redacted, string? Head, IReadOnlyList<LedgerFault> Faults)
{
    public bool IsWhole => Faults.Count == 0;
}

/// <summary>
/// Follows a ledger from seal to seal and compares it with what was sealed. The same check serves a running database and a file: both
/// tell it each seal and then, in their order, the entries of that seal's range; what follows the last range is not sealed yet.
/// </summary>
/// <param name="first">The number that its first seal must have: 1, or another one for a part of a ledger. Null: any.</param>
/// <param name="known">A head that somebody kept: the ledger must still hold it.</param>
public sealed class LedgerCheck(Guid ledger, SealKeys trusted, long? first, AuditSeal? known = null)
{
    private const int MostFaults = 100;
    private readonly List<LedgerFault> _faults = [];
    private readonly HashSet<long> _redacted = [];
    private readonly HashSet<long> _recorded = [];
    private MerkleRoot _tree = new();
    private AuditSeal? _seal;
    private long? _first;
    private (long Tx, long Id) _place = (long.MinValue, long.MinValue);
    private long _seals;
    private long _entries;
    private long _unsealed;
    private bool _behindSeals;
    private bool _metKnown;

    /// <summary>The next seal; entries of its range follow.</summary>
    public void Begin(AuditSeal seal)
    {
        End();
        if (_seal is { } last)
        {
            if (seal.Number != last.Number + 1) Fault("missing_seal", $"Seal {seal.Number} follows seal {last.Number}.");
            if (seal.Previous != last.Hash) Fault("broken_chain", $"Seal {seal.Number} does not name the seal before it.");
            if (seal.FromTx != last.ToTx) Fault("broken_range", $"Seal {seal.Number} does not begin where the seal before it ends.");
        }
        else
        {
            _first = seal.Number;
            if (first is { } number && seal.Number != number) Fault("missing_seal", $"Seal {seal.Number} is the first one here; it should be seal {number}.");
            if (seal.Number == 1 && (seal.Previous != AuditSeal.Beginning || seal.FromTx != 0)) Fault("broken_chain", "The first seal does not begin at the beginning.");
        }
        if (seal.Number == known?.Number)
        {
            _metKnown = true;
            if (seal.Hash != known.Hash) Fault("other_head", $"Seal {seal.Number} is not the one that was kept elsewhere.");
        }
        if (seal.HashOf(ledger) != seal.Hash) Fault("wrong_hash", $"Seal {seal.Number} is not what its hash says.");
        if (!trusted.Knows(seal.KeyId)) Fault("unknown_key", $"Seal {seal.Number} is signed with a key that is not trusted: {seal.KeyId}.");
        else if (!trusted.Verifies(seal.KeyId, seal.Statement(ledger), seal.Signature)) Fault("wrong_signature", $"The signature of seal {seal.Number} is not its key's.");
        (_seal, _tree, _seals) = (seal, new MerkleRoot(), _seals + 1);
    }

    public void Entry(LedgerEntry entry)
    {
        _entries++;
        var place = (entry.WrittenIn, entry.Id);
        if (place.CompareTo(_place) <= 0) Fault("wrong_order", $"Entry {entry.Id} is out of order, or there twice.");
        _place = place;
        Remember(entry);
        if (_behindSeals || _seal is null || entry.WrittenIn >= _seal.ToTx)
        {
            _unsealed++;
            return;
        }
        if (entry.Leaf() is { } leaf) _tree.Add(leaf);
        else Fault("lost_payload", $"Entry {entry.Id} has lost what it held, and was not redacted.");
    }

    /// <summary>All seals were told, and all entries of their ranges.</summary>
    public void EndOfSeals()
    {
        End();
        _behindSeals = true;
    }

    public LedgerReport Report()
    {
        if (!_behindSeals) EndOfSeals();
        if (known is not null && !_metKnown) Fault("head_missing", $"Seal {known.Number}, which was kept elsewhere, is not here.");
        foreach (var id in _redacted.Except(_recorded).Order().Take(MostFaults)) Fault("unrecorded_redaction", $"Entry {id} was redacted, and no entry says who did it and why.");
        return new(_first, _seals, _entries, _unsealed, _redacted.Count, _seal?.Hash, _faults);
    }

    public void Fault(string code, string detail)
    {
        if (_faults.Count < MostFaults) _faults.Add(new(code, detail));
    }

    private void End()
    {
        if (_seal is null || _behindSeals) return;
        if (_tree.Leaves != _seal.Entries) Fault("wrong_count", $"Seal {_seal.Number} was put on {_seal.Entries} entries; there are {_tree.Leaves}.");
        if (Convert.ToHexStringLower(_tree.Value()) != _seal.Root) Fault("wrong_root", $"The entries of seal {_seal.Number} are not those that were sealed.");
    }

    private void Remember(LedgerEntry entry)
    {
        if (entry.IsRedacted)
        {
            _redacted.Add(entry.Id);
            if (entry.Before is not null || entry.After is not null || entry.Salt is not null) Fault("half_redacted", $"Entry {entry.Id} holds both a commitment and what it stands for.");
        }
        if (entry.Operation != LedgerEntry.Redaction || entry.After is null) return;
        using var detail = JsonDocument.Parse(entry.After);
        if (detail.RootElement.ValueKind == JsonValueKind.Object && detail.RootElement.TryGetProperty("entries", out var ids) && ids.ValueKind == JsonValueKind.Array)
            foreach (var id in ids.EnumerateArray())
                if (id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number)) _recorded.Add(number);
    }
}
