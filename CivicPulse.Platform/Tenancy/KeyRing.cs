using System.Security.Cryptography.X509Certificates;
using System.Xml.Linq;
using CivicPulse.Platform.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Tenancy;

/// <summary>
/// The keys that seal tokens are rows of the database, readable only with the certificate in <c>DataProtection:Certificate</c>: who has
/// a copy of the database has no key. Certificates that were in use before stay in <c>DataProtection:OldCertificates</c>.
/// </summary>
internal static class KeyRing
{
    public static void AddKeyRing(this IServiceCollection services, IConfiguration configuration)
    {
        var keys = services.AddDataProtection().SetApplicationName("CivicPulse").PersistKeysToDbContext<HostDb>();
        var settings = configuration.GetSection("DataProtection");
        if (settings["Certificate"] is { Length: > 0 } current) keys.ProtectKeysWithCertificate(Read(current, settings["CertificatePassword"]));
        else services.Configure<KeyManagementOptions>(o => o.XmlEncryptor = new NoCertificate());
        var old = settings.GetSection("OldCertificates").GetChildren().Select(c => Read(c.Value ?? "", settings["CertificatePassword"])).ToArray();
        if (old.Length > 0) keys.UnprotectKeysWithAnyCertificate(old);
    }

    private static X509Certificate2 Read(string pkcs12, string? password)
    {
        try
        {
            return X509CertificateLoader.LoadPkcs12(Convert.FromBase64String(pkcs12), password);
        }
        catch (Exception e) when (e is FormatException or System.Security.Cryptography.CryptographicException)
        {
            throw new InvalidOperationException("DataProtection__Certificate is not a PKCS#12 file in Base64 that its password opens.", e);
        }
    }

    /// <summary>Rather no key than one that lies open in the database.</summary>
    private sealed class NoCertificate : IXmlEncryptor
    {
        public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
            throw new InvalidOperationException("DataProtection__Certificate is not set: keys are not stored without it. Start the system with ./civicpulse up.");
    }
}
