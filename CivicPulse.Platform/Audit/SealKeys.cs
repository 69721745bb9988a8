using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;

namespace CivicPulse.Platform.Audit;

/// <param name="PublicKeyText">SubjectPublicKeyInfo in Base64; <c>openssl pkey -pubin -inform DER</c> reads it.</param>
public sealed record PublicSealKey(string KeyId, [property: System.Text.Json.Serialization.JsonPropertyName("public_key")] string PublicKeyText);

/// <summary>
/// The keys that seals are trusted by. They come from the configuration, never from the database, whose owner could put in their own:
/// <c>Audit:SealKey</c> is the private ECDSA P-256 key in use (PKCS#8, Base64), <c>Audit:RetiredKeys</c> the public ones before it.
/// </summary>
public sealed class SealKeys
{
    private readonly Dictionary<string, ECDsa> _trusted = new(StringComparer.Ordinal);
    private readonly ECDsa? _current;

    public SealKeys(IConfiguration configuration)
        : this(configuration["Audit:SealKey"], [.. configuration.GetSection("Audit:RetiredKeys").GetChildren().Select(k => k.Value ?? "")])
    {
    }

    public SealKeys(string? sealKey, IReadOnlyList<string> publicKeys)
    {
        foreach (var key in publicKeys) Trust(Read(key, "Audit__RetiredKeys", (ecdsa, bytes) => ecdsa.ImportSubjectPublicKeyInfo(bytes, out _)));
        if (string.IsNullOrEmpty(sealKey)) return;
        _current = Read(sealKey, "Audit__SealKey", (ecdsa, bytes) => ecdsa.ImportPkcs8PrivateKey(bytes, out _));
        CurrentId = Trust(_current);
    }

    /// <summary>The key that signs; null where none is configured, and nothing is sealed.</summary>
    public string? CurrentId { get; }

    public IReadOnlyList<PublicSealKey> Published =>
        [.. _trusted.OrderBy(k => k.Key == CurrentId ? 0 : 1).Select(k => new PublicSealKey(k.Key, Convert.ToBase64String(k.Value.ExportSubjectPublicKeyInfo())))];

    public bool Knows(string keyId) => _trusted.ContainsKey(keyId);

    /// <returns>Base64 of r and s, 32 bytes each.</returns>
    public string Sign(byte[] statement)
    {
        var key = _current ?? throw new InvalidOperationException("Audit__SealKey is not set: nothing can be signed.");
        lock (key) return Convert.ToBase64String(key.SignData(statement, HashAlgorithmName.SHA256));
    }

    public bool Verifies(string keyId, byte[] statement, string signature)
    {
        var bytes = new byte[64];
        if (!_trusted.TryGetValue(keyId, out var key) || !Convert.TryFromBase64String(signature, bytes, out var length)) return false;
        lock (key) return key.VerifyData(statement, bytes.AsSpan(0, length), HashAlgorithmName.SHA256);
    }

    private string Trust(ECDsa key)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];
        _trusted[id] = key;
        return id;
    }

    private static ECDsa Read(string text, string setting, Action<ECDsa, byte[]> import)
    {
        var key = ECDsa.Create();
        try
        {
            if (text.Contains("-----", StringComparison.Ordinal)) key.ImportFromPem(text);
            else import(key, Convert.FromBase64String(text));
            return key.KeySize == 256 ? key : throw new CryptographicException("The key is not on the curve P-256.");
        }
        catch (Exception e) when (e is FormatException or CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new InvalidOperationException($"{setting} is not an ECDSA P-256 key in Base64 or PEM.", e);
        }
    }
}
