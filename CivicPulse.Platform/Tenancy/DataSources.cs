using System.Data.Common;
using CivicPulse.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Platform.Tenancy;

/// <summary>Where connections come from: one login for tenants' records, another for the installation's own tables.</summary>
internal static class DataSources
{
    /// <summary>The key of the source that logs in as <c>civicpulse_host</c>.</summary>
    public const string Host = "civicpulse_host";

    /// <summary>
    /// The key of the source for work that sets nothing beyond a transaction, which is nearly all: its connections are not reset
    /// between two owners, which would cost PostgreSQL as much as reading a record.
    /// </summary>
    public const string Brief = "brief";

    /// <summary>
    /// A server process remembers every table it has seen: of a thousand tenants that is a gigabyte before long. So connections are few
    /// and do not grow old, unless the connection string says otherwise.
    /// </summary>
    private const int MostForTenants = 36;
    private const int MostForSessions = 12;
    private const int MostForHost = 16;

    /// <summary>
    /// Statements a connection keeps prepared. They are no tenant's: another search path makes PostgreSQL read them anew. Sessions, where
    /// no <see cref="PreparedStatements"/> watches over failures, keep none.
    /// </summary>
    internal const int Prepared = 100;

    /// <summary>
    /// Where types are that PostgreSQL does not bring itself. Each table is a type too: a first connection that read those of a thousand
    /// tenants would take a second and two processors.
    /// </summary>
    internal static readonly string[] TypeSchemas = ["extensions"];
    private static readonly TimeSpan OldAge = TimeSpan.FromMinutes(10);

    public static void AddDataSources(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(p => Create(Http.StatementLimit.Bound(p, PlatformSetup.Required(configuration, "civicpulse")), MostForSessions, prepared: 0));
        services.AddKeyedSingleton(Brief, (p, _) => Create(Http.StatementLimit.Bound(p, PlatformSetup.Required(configuration, "civicpulse")), MostForTenants, brief: true));
        services.AddKeyedSingleton(Host, (p, _) => Create(Http.StatementLimit.Bound(p, PlatformSetup.Required(configuration, Host)), MostForHost));
        services.AddSingleton(provider => Sources(provider, asOwner: false)).AddSingleton<Release>();
        services.AddSingleton(provider => new TenantDirectory(
            provider.GetRequiredService<IDbContextFactory<HostDb>>(), provider.GetRequiredService<Release>(), provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Commands log in as the database's owner, who is everybody.</summary>
    public static IServiceCollection AddOwnerAsHost(this IServiceCollection services) => services
        .AddKeyedSingleton(Host, (provider, _) => provider.GetRequiredService<NpgsqlDataSource>())
        .AddSingleton(provider => Sources(provider, asOwner: true));

    private static TenantSources Sources(IServiceProvider provider, bool asOwner) =>
        new(provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredKeyedService<NpgsqlDataSource>(Brief), provider.GetRequiredService<IConfiguration>(), asOwner);

    internal static NpgsqlDataSource Create(string connection, int most, bool brief = false, int prepared = Prepared)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        // The settings know every keyword; only what was written is in their text.
        var written = new DbConnectionStringBuilder { ConnectionString = settings.ConnectionString };
        if (!written.ContainsKey("Maximum Pool Size")) settings.MaxPoolSize = most;
        if (!written.ContainsKey("Connection Lifetime")) settings.ConnectionLifetime = (int)OldAge.TotalSeconds;
        if (!written.ContainsKey("Max Auto Prepare")) settings.MaxAutoPrepare = prepared;
        if (settings.NoResetOnClose || settings.Multiplexing)
            throw new UnsafeConnection("`No Reset On Close` and `Multiplexing` would hand one tenant's connection to the next: take them out of the connection string.");
        settings.NoResetOnClose = brief;
        // Shapes are read and written as such.
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        source.UseNetTopologySuite();
        source.ConfigureTypeLoading(types => types.SetTypeLoadingSchemas(TypeSchemas));
        return source.Build();
    }
}
