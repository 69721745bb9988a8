using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CivicPulse.Platform.Live;

internal static class LiveSetup
{
    /// <summary>Every process may send.</summary>
    public static IServiceCollection AddLiveMessages(this IServiceCollection services) => services
        .AddSingleton<LiveStreams>().AddSingleton<LiveChannels>()
        .AddSingleton(p => new LiveMessages(p.GetRequiredService<LiveStreams>(), p.GetRequiredService<LiveChannels>(),
            p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<LiveMessages>>()));

    /// <summary>Only the API holds sockets.</summary>
    public static IServiceCollection AddLiveSockets(this IServiceCollection services) => services.AddSingleton<LiveHub>().AddHostedService<LiveWatch>();
}
