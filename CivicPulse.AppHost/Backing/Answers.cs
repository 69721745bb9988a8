using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace CivicPulse.AppHost.Backing;

/// <summary>The database takes the owner's login and knows the extensions that we need.</summary>
internal sealed class PostgresAnswer(ReferenceExpression connection) : IHealthCheck
{
    private const string Question = """
        SELECT current_setting('server_version_num')::int >= 150000
           AND EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector')
           AND EXISTS (SELECT FROM pg_available_extensions WHERE name = 'postgis')
        """;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var database = new NpgsqlConnection($"{await connection.GetValueAsync(cancellationToken)};Pooling=false;Timeout=5");
            await database.OpenAsync(cancellationToken);
            await using var question = new NpgsqlCommand(Question, database);
            return await question.ExecuteScalarAsync(cancellationToken) is true
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("PostgreSQL 15 or newer with the extensions vector and postgis is needed.");
        }
        catch (Exception reason) when (reason is NpgsqlException or SocketException or IOException)
        {
            return HealthCheckResult.Unhealthy(reason.Message);
        }
    }
}

internal sealed class RedisAnswer(int port, string password) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, cancellationToken);
            await using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {password}\r\nPING\r\n"), cancellationToken);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            var login = await reader.ReadLineAsync(cancellationToken);
            var pong = await reader.ReadLineAsync(cancellationToken);
            return pong is "+PONG" ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"{login} {pong}");
        }
        catch (Exception reason) when (reason is SocketException or IOException)
        {
            return HealthCheckResult.Unhealthy(reason.Message);
        }
    }
}

/// <summary>The blob store refuses a stranger: it is up, and it asks for the key.</summary>
internal sealed class BlobAnswer(int port, string account) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var client = new HttpClient();
            var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/{account}?comp=list"));
            using var answer = await client.GetAsync(address, cancellationToken);
            return (int)answer.StatusCode is >= 400 and < 500
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"answered {(int)answer.StatusCode} to a stranger");
        }
        catch (HttpRequestException reason)
        {
            return HealthCheckResult.Unhealthy(reason.Message);
        }
    }
}
