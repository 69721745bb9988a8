using System.Globalization;
using System.Threading.RateLimiting;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Tenancy;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CivicPulse.Platform.Http;

/// <summary>A bucket of requests: how many at once, and how many come back each second.</summary>
public sealed record Bucket(int Burst, int PerSecond);

/// <summary>
/// Requests that one caller may make, section <c>Limits</c> of the configuration. Each process counts for itself: with n API
/// processes behind a load balancer the sum is up to n times as much.
/// </summary>
public sealed class RateLimits
{
    public Bucket Account { get; set; } = new(3000, 300);

    /// <summary>All accounts of a tenant together.</summary>
    public Bucket Tenant { get; set; } = new(12_000, 1200);

    /// <summary>Nobody signed in, from one address in one tenant.</summary>
    public Bucket Anonymous { get; set; } = new(600, 60);

    /// <summary>Routes that cost much: <see cref="RateLimitSetup.Costly{TBuilder}"/>; for one account.</summary>
    public Bucket Costly { get; set; } = new(60, 2);

    /// <summary>Sign-in from one address in one tenant.</summary>
    public Bucket SignIn { get; set; } = new(60, 2);
}

/// <summary>A route that takes much time or money.</summary>
internal sealed record CostlyRoute;

/// <summary>A route that checks a password.</summary>
internal sealed record SignInRoute;

public static class RateLimitSetup
{
    /// <summary>Gives a route a smaller bucket of its own: questions, exports.</summary>
    public static TBuilder Costly<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new CostlyRoute());

    /// <summary>A route that checks a password: a small bucket for each address, so that nobody guesses many.</summary>
    public static TBuilder SignsIn<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new SignInRoute());

    internal static void AddRateLimits(this IServiceCollection services)
    {
        services.AddOptions<RateLimits>().BindConfiguration("Limits");
        services.AddSingleton<CallerLimits>();
    }
}

/// <summary>The buckets: by account (or address), by tenant, and a small one for what costs much.</summary>
internal sealed class CallerLimits : IAsyncDisposable
{
    /// <summary>Who pays, as a value: no text is made for a request.</summary>
    private readonly record struct Payer(Guid Tenant, Guid Account, string? Address);

    private readonly PartitionedRateLimiter<HttpContext> _callers;
    private readonly PartitionedRateLimiter<HttpContext> _tenants;
    private readonly PartitionedRateLimiter<HttpContext> _costly;
    private readonly RateLimits _limits;

    public CallerLimits(IOptions<RateLimits> options)
    {
        _limits = options.Value;
        _callers = PartitionedRateLimiter.Create<HttpContext, Payer>(http => Partition(PayerOf(http), Usual(http)));
        _tenants = PartitionedRateLimiter.Create<HttpContext, Payer>(http => Partition(PayerOf(http) with { Account = Guid.Empty, Address = null }, _limits.Tenant));
        _costly = PartitionedRateLimiter.Create<HttpContext, Payer>(http => Small(http) is { } bucket ? Partition(PayerOf(http), bucket) : RateLimitPartition.GetNoLimiter(default(Payer)));
        All = PartitionedRateLimiter.CreateChained(_costly, _callers, _tenants);
    }

    public PartitionedRateLimiter<HttpContext> All { get; }

    /// <summary>The caller's own bucket, for the headers of an answer.</summary>
    public (Bucket Bucket, long Left) Look(HttpContext http)
    {
        var small = Small(http);
        var left = (small is null ? _callers : _costly).GetStatistics(http)?.CurrentAvailablePermits ?? 0;
        return (small ?? Usual(http), left);
    }

    public async ValueTask DisposeAsync()
    {
        await _callers.DisposeAsync();
        await _tenants.DisposeAsync();
        await _costly.DisposeAsync();
    }

    private Bucket Usual(HttpContext http) => IsSignedIn(http) ? _limits.Account : _limits.Anonymous;

    private Bucket? Small(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata is not { } route) return null;
        if (route.GetMetadata<CostlyRoute>() is not null) return _limits.Costly;
        return route.GetMetadata<SignInRoute>() is not null ? _limits.SignIn : null;
    }

    private static RateLimitPartition<Payer> Partition(Payer payer, Bucket bucket) => RateLimitPartition.GetTokenBucketLimiter(payer, _ => new TokenBucketRateLimiterOptions
    {
        TokenLimit = bucket.Burst,
        TokensPerPeriod = bucket.PerSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        AutoReplenishment = true,
        QueueLimit = 0,
    });

    private static bool IsSignedIn(HttpContext http) => http.RequestServices.GetRequiredService<CurrentAccount>().Id is not null;

    private static Payer PayerOf(HttpContext http)
    {
        var tenant = http.RequestServices.GetRequiredService<CurrentTenant>().Known?.Id ?? Guid.Empty;
        return http.RequestServices.GetRequiredService<CurrentAccount>().Id is { } account
            ? new Payer(tenant, account, null)
            : new Payer(tenant, Guid.Empty, http.Connection.RemoteIpAddress?.ToString());
    }
}

/// <summary>
/// Takes from the caller's buckets or refuses, and tells how much is left: <c>RateLimit-Limit</c>, <c>-Remaining</c>, <c>-Reset</c>
/// (seconds until the bucket is full). The framework's middleware would keep a limiter for endpoints beside them, whose timer never ends.
/// </summary>
internal sealed class RateLimiting(RequestDelegate next, CallerLimits limits)
{
    public Task InvokeAsync(HttpContext http)
    {
        http.Response.OnStarting(static state => Apply(((HttpContext, CallerLimits))state), (http, limits));
        return Wait(http) is { } seconds ? RefuseAsync(http, seconds) : next(http);
    }

    /// <returns>Seconds until there is something in the bucket again; null when this request was paid for.</returns>
    private int? Wait(HttpContext http)
    {
        using var lease = limits.All.AttemptAcquire(http);
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
    }

    private static Task RefuseAsync(HttpContext http, int seconds)
    {
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status429TooManyRequests, "too_many_requests", $"Too many requests. Come back in {seconds} s.").ExecuteAsync(http);
    }

    private static Task Apply((HttpContext Http, CallerLimits Limits) state)
    {
        var (bucket, left) = state.Limits.Look(state.Http);
        var headers = state.Http.Response.Headers;
        headers["RateLimit-Limit"] = bucket.Burst.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Remaining"] = left.ToString(CultureInfo.InvariantCulture);
        headers["RateLimit-Reset"] = ((bucket.Burst - left + bucket.PerSecond - 1) / Math.Max(1, bucket.PerSecond)).ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }
}
