using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace CivicPulse.Platform.Audit;

/// <summary>
/// A finished range of a ledger: all entries written in transactions from <see cref="FromTx"/> up to, without, <see cref="ToTx"/>.
/// Each seal names the hash of the one before it, so the last one stands for all.
/// </summary>
public sealed record AuditSeal(
    long Number, DateTimeOffset SealedAt, long FromTx, long ToTx, long Entries, string Root, string Previous, string Hash, string KeyId, string Signature)
{
    /// <summary>What the first seal names as the one before it.</summary>
    [JsonIgnore]
    public static string Beginning { get; } = new('0', 64);

    /// <summary>What is signed: every field but the hash and the signature, and the ledger, so that no seal serves another ledger.</summary>
    public byte[] Statement(Guid ledger)
    {
        var said = new ArrayBufferWriter<byte>();
        said.Field("civicpulse-audit-seal-1").Field(ledger.ToString()).Field(Number).Field(LedgerFields.Microseconds(SealedAt)).Field(FromTx).Field(ToTx)
            .Field(Entries).Field(Root).Field(Previous).Field(KeyId);
        return said.WrittenSpan.ToArray();
    }

    public string HashOf(Guid ledger) => Convert.ToHexStringLower(SHA256.HashData([2, .. Statement(ledger)]));
}
