using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CivicPulse.AppHost.Instance;

/// <summary>This machine's copy of the system: its folder, and what was asked of it on the command line.</summary>
internal sealed class LocalInstance
{
    private LocalInstance(string repository, DataFolder folder, string[] args)
    {
        Repository = repository;
        Folder = folder;
        Ports = new Ports(folder);
        Secrets = new Secrets(folder);
        ServicesOnly = string.Equals(Value(args, "only"), "services", StringComparison.Ordinal);
        ParentProcess = Value(args, "parent-pid") is { } id ? int.Parse(id, CultureInfo.InvariantCulture) : null;
        Settings = ServicesOnly ? args : [.. args, .. DashboardSettings()];
    }

    public string Repository { get; }

    public DataFolder Folder { get; }

    /// <summary>Tells its container volumes from those of another instance.</summary>
    public string Name => $"civicpulse-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Folder.Path)))[..8]}";

    public Ports Ports { get; }

    public Secrets Secrets { get; }

    /// <summary>Only the database, the cache and the blob store: what tests stand on.</summary>
    public bool ServicesOnly { get; }

    /// <summary>End when this process does.</summary>
    public int? ParentProcess { get; }

    /// <summary>The command line with what Aspire is to know of this instance.</summary>
    public string[] Settings { get; }

    public string DashboardUrl => At("127.0.0.1", Ports["dashboard"]);

    public string OtlpAddress => At("127.0.0.1", Ports["otlp"]);

    public static LocalInstance Open(string repository, string[] args)
    {
        var data = Environment.GetEnvironmentVariable("CIVICPULSE_DATA");
        return new(repository, new DataFolder(string.IsNullOrEmpty(data) ? Path.Combine(repository, ".data") : data), args);
    }

    public static string At(string host, int port) => new UriBuilder(Uri.UriSchemeHttp, host, port).ToString().TrimEnd('/');

    private string[] DashboardSettings() =>
    [
        $"--ASPNETCORE_URLS={DashboardUrl}",
        $"--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL={OtlpAddress}",
        $"--ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL={At("127.0.0.1", Ports["otlp-http"])}",
        $"--AppHost:BrowserToken={Secrets.Password("dashboard_token")}",
        $"--AppHost:OtlpApiKey={Secrets.Password("otlp_key")}",
        $"--AppHost:DashboardApiKey={Secrets.Password("dashboard_api_key")}",
        "--ASPIRE_ALLOW_UNSECURED_TRANSPORT=true",
    ];

    private static string? Value(string[] args, string name) =>
        Array.FindLast(args, arg => arg.StartsWith($"--{name}=", StringComparison.Ordinal))?[(name.Length + 3)..];
}
