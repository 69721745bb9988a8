using CivicPulse.AiService;
using CivicPulse.Platform;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.AiService;

/// <summary>An AI service of its own, over the shared database, as the other processes call it.</summary>
internal sealed class AiSite(TestTenant tenant, params (string Key, string? Value)[] settings) : IAsyncDisposable
{
    private readonly RealHost<AiHost> _host = new(tenant.Site.Settings
        .Concat(settings.Select(s => KeyValuePair.Create($"AI:{s.Key}", s.Value)))
        .GroupBy(s => s.Key, s => s.Value, StringComparer.Ordinal)
        .ToDictionary(s => s.Key, s => s.Last(), StringComparer.Ordinal));

    /// <remarks>A model is waited for: only a test of one that keeps silent sets less.</remarks>
    public static AiSite With(TestTenant tenant, FakeModel model, params (string Key, string? Value)[] settings) =>
        new(tenant, [("Endpoint", model.Endpoint.ToString()), ("Model", "fake"), ("TimeoutSeconds", "60"), .. settings]);

    /// <summary>Calls it as somebody with these permissions; as the system when none are named.</summary>
    public async Task<T> AsAsync<T>(string[] permissions, Func<AiClient, Task<T>> call, TestTenant? other = null)
    {
        var inside = other ?? tenant;
        return await inside.InsideAsync(async services =>
        {
            var account = services.GetRequiredService<CurrentAccount>();
            if (permissions.Length > 0) account.SignIn(Guid.NewGuid(), HeldAccess.Everywhere(permissions));
            using var http = Http();
            return await call(new AiClient(http, services.GetRequiredService<CurrentTenant>(), account, services.GetRequiredService<ModuleList>(), services.GetRequiredService<CallerTickets>()));
        });
    }

    public Task<T> CallAsync<T>(Func<AiClient, Task<T>> call) => AsAsync([], call);

    /// <summary>The code of the problem that a call is refused with.</summary>
    public async Task<(int Status, string Code)> RefusalAsync<T>(Func<AiClient, Task<T>> call)
    {
        var refused = await Assert.ThrowsAsync<BadInput>(() => CallAsync(call));
        return (refused.Status, refused.Code);
    }

    /// <summary>A bare client with the system's own ticket.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => tenant.InsideAsync(async services =>
    {
        var all = services.GetRequiredService<ModuleList>().Permissions;
        var ticket = services.GetRequiredService<CallerTickets>().Issue(tenant.Tenant, services.GetRequiredService<CurrentAccount>(), all);
        request.Headers.Authorization = new("Bearer", ticket);
        request.Headers.Add("X-Tenant", tenant.Slug);
        using var http = Http();
        return await http.SendAsync(request);
    });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private HttpClient Http() => new() { BaseAddress = _host.Address, Timeout = TimeSpan.FromSeconds(100) };
}
