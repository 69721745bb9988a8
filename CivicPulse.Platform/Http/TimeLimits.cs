using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Platform.Http;

/// <summary>How long a request may take, and the database for one statement of it: less, so that the answer says what happened.</summary>
public static class TimeLimits
{
    internal const string GivenUp = "This took too long and was given up. Ask for less, or try again later.";
    private const int RequestSeconds = 30;
    private static readonly TimeSpan Patient = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Transfer = TimeSpan.FromHours(3);

    /// <summary>For routes that wait for a model, take files, or do many things: three minutes.</summary>
    public static TBuilder Patiently<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder
    {
        route.WithRequestTimeout(Policy(Patient));
        return route;
    }

    /// <summary>For routes that take or send files without a small bound, as fast as the caller's line carries them: three hours.</summary>
    public static TBuilder WithTransfers<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder
    {
        route.WithRequestTimeout(Policy(Transfer));
        return route;
    }

    internal static void AddTimeLimits(this IServiceCollection services)
    {
        services.AddSingleton<StatementLimit>();
        services.AddOptions<RequestTimeoutOptions>().Configure<IConfiguration>((timeouts, configuration) =>
            timeouts.DefaultPolicy = Policy(Request(configuration)));
        services.AddRequestTimeouts();
    }

    internal static TimeSpan Request(IConfiguration configuration) => TimeSpan.FromSeconds(configuration.GetValue("Limits:RequestSeconds", RequestSeconds));

    private static RequestTimeoutPolicy Policy(TimeSpan most) => new()
    {
        Timeout = most,
        TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
        WriteTimeoutResponse = http => Problems.Of(StatusCodes.Status504GatewayTimeout, "timeout", GivenUp).ExecuteAsync(http),
    };
}

/// <summary>Present in the API only: the Worker's statements may take their time.</summary>
internal sealed class StatementLimit(IConfiguration configuration)
{
    public static string Bound(IServiceProvider services, string connectionString) =>
        services.GetService<StatementLimit>()?.Bound(connectionString) ?? connectionString;

    /// <summary>The server gives up a statement even when the process that asked is gone; Npgsql a little later, in case the server does not answer.</summary>
    private string Bound(string connectionString)
    {
        var seconds = Math.Max(1, (int)(TimeLimits.Request(configuration).TotalSeconds * 0.8));
        var bounded = new NpgsqlConnectionStringBuilder(connectionString);
        bounded.CommandTimeout = Math.Min(bounded.CommandTimeout, seconds + 2);
        bounded.Options = $"{bounded.Options} -c statement_timeout={seconds * 1000}".Trim();
        return bounded.ConnectionString;
    }
}
