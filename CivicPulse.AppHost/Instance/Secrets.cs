using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace CivicPulse.AppHost.Instance;

/// <summary>Made at random the first time each is asked for, then kept in the data folder.</summary>
internal sealed class Secrets
{
    private const string FileName = "secrets.json";
    private const string Letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    private readonly DataFolder folder;
    private readonly SortedDictionary<string, string> kept;

    public Secrets(DataFolder folder)
    {
        this.folder = folder;
        var path = folder.Of(FileName);
        kept = File.Exists(path)
            ? JsonSerializer.Deserialize<SortedDictionary<string, string>>(File.ReadAllText(path)) ?? []
            : [];
    }

    public string Password(string name) => Keep(name, () => RandomNumberGenerator.GetString(Letters, 24));

    /// <summary>A password that satisfies any policy and that a person can type.</summary>
    public string Typeable(string name) => Keep(name, () =>
        $"{RandomNumberGenerator.GetString(Letters, 5)}-{RandomNumberGenerator.GetString(Letters, 5)}-{RandomNumberGenerator.GetString("23456789", 3)}aA");

    public string Key(string name) => Keep(name, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(64)));

    /// <summary>A key pair of this instance alone, as PKCS#12 in Base64; nobody asks how long it is valid.</summary>
    public string Certificate(string name) => Keep(name, () =>
    {
        using var key = RSA.Create(3072);
        var request = new CertificateRequest("CN=CivicPulse key ring", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return Convert.ToBase64String(certificate.Export(X509ContentType.Pkcs12));
    });

    /// <summary>An ECDSA P-256 private key, PKCS#8 in Base64.</summary>
    public string SealKey(string name) => Keep(name, () =>
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Convert.ToBase64String(key.ExportPkcs8PrivateKey());
    });

    private string Keep(string name, Func<string> make)
    {
        if (kept.TryGetValue(name, out var known))
            return known;
        var secret = kept[name] = make();
        folder.WritePrivately(FileName, JsonSerializer.Serialize(kept));
        return secret;
    }
}
