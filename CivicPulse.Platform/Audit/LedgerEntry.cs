using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CivicPulse.Platform.Audit;

/// <summary>
/// One entry of a ledger, whole. <see cref="WrittenIn"/> is the transaction that wrote it: with <see cref="Id"/> it is the entry's place.
/// A redacted entry has lost what it held, and its salt, and keeps its <see cref="Commitment"/>; others have none.
/// </summary>
public sealed record LedgerEntry(
    long Id, DateTimeOffset At, long WrittenIn, string ActorKind, Guid? ActorId, string? TraceId, string Entity, string Operation,
    Guid? RecordId, string? Before, string? After, Guid? Salt, byte[]? Commitment)
{
    /// <summary>The operation by which a redaction is recorded; its entry names the entries that were redacted.</summary>
    public const string Redaction = "audit.redacted";

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsRedacted => Commitment is not null;

    /// <summary>SHA-256(0x00, metadata, SHA-256(salt, payload)): what a seal's tree stands on.</summary>
    /// <returns>Null when the entry has neither what it held nor a commitment: then nothing can prove it.</returns>
    public byte[]? Leaf()
    {
        var commitment = Commitment;
        if (commitment is null)
        {
            if (Salt is not { } salt) return null;
            var held = new ArrayBufferWriter<byte>();
            salt.TryWriteBytes(held.GetSpan(16), bigEndian: true, out _);
            held.Advance(16);
            held.Field(Before).Field(After);
            commitment = SHA256.HashData(held.WrittenSpan);
        }
        var leaf = new ArrayBufferWriter<byte>();
        leaf.Write("\0"u8);
        leaf.Field("civicpulse-audit-entry-1").Field(Id).Field(WrittenIn).Field(LedgerFields.Microseconds(At)).Field(ActorKind).Field(ActorId?.ToString())
            .Field(TraceId).Field(Entity).Field(Operation).Field(RecordId?.ToString());
        leaf.Write(commitment);
        return SHA256.HashData(leaf.WrittenSpan);
    }
}

/// <summary>Fields for hashing: each begins with its length in bytes, so that no two lists of fields read alike; ~ stands for nothing.</summary>
internal static class LedgerFields
{
    public static ArrayBufferWriter<byte> Field(this ArrayBufferWriter<byte> to, string? value)
    {
        if (value is null)
        {
            to.Write("~"u8);
            return to;
        }
        Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(value)}:", to);
        Encoding.UTF8.GetBytes(value, to);
        to.Write(","u8);
        return to;
    }

    public static ArrayBufferWriter<byte> Field(this ArrayBufferWriter<byte> to, long value) => to.Field(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Since 1970, the precision of the database.</summary>
    public static long Microseconds(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;
}

/// <summary>The root of a Merkle tree as in RFC 6962, over leaves that pass by once: memory grows with the logarithm of their number.</summary>
internal sealed class MerkleRoot
{
    private readonly Stack<(int Height, byte[] Hash)> _subtrees = new();

    public long Leaves { get; private set; }

    public void Add(byte[] leaf)
    {
        Leaves++;
        var (height, hash) = (0, leaf);
        while (_subtrees.TryPeek(out var left) && left.Height == height)
        {
            _subtrees.Pop();
            (height, hash) = (height + 1, Join(left.Hash, hash));
        }
        _subtrees.Push((height, hash));
    }

    public byte[] Value()
    {
        byte[]? root = null;
        foreach (var (_, hash) in _subtrees) root = root is null ? hash : Join(hash, root);
        return root ?? SHA256.HashData([]);
    }

    private static byte[] Join(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);
}
