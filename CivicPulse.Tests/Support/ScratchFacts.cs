using CivicPulse.Modules.Governance.Model;
using CivicPulse.Modules.Governance.Public;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Facts;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CivicPulse.Tests.Support;

/// <summary>Reactions to a product's fact, whose effects can be counted.</summary>
internal static class ScratchFacts
{
    public static IServiceCollection AddScratchFacts(this IServiceCollection services) =>
        services.AddScoped<CountMeeting>().AddScoped<JudgeMeeting>().AddHostedService<Registration>();

    internal sealed class Registration : IHostedService
    {
        public Registration(IServiceProvider services)
        {
            if (services.GetService<ReactionList>() is not { } reactions) return;
            reactions.On<MeetingScheduled, CountMeeting>(onlyDatabase: true);
            if (Environment.GetEnvironmentVariable("SCRATCH_JUDGE") != "no") reactions.On<MeetingScheduled, JudgeMeeting>();
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>Leaves one row for each meeting: a job of a kind that nobody runs.</summary>
internal sealed class CountMeeting(TenantDb db) : IReaction<MeetingScheduled>
{
    public const string Effect = "scratch_counted";

    public Task ReactAsync(MeetingScheduled fact, CancellationToken ct)
    {
        db.Queue(Effect, "meeting", fact.MeetingId);
        return Task.CompletedTask;
    }
}

/// <summary>
/// Fails for meetings named "bad" for ever, for those named "later" until they have another name, dies with those named "deadly", and
/// takes as long as they are named "slow".
/// </summary>
internal sealed class JudgeMeeting(TenantDb db) : IReaction<MeetingScheduled>
{
    public const string Effect = "scratch_judged";

    public async Task ReactAsync(MeetingScheduled fact, CancellationToken ct)
    {
        var meetings = db.Meetings;
        Task<string> NameAsync() => meetings.Where(m => m.Id == fact.MeetingId).Select(m => m.Name).SingleAsync(ct);
        var name = await NameAsync();
        for (; name == "slow"; name = await NameAsync()) await Task.Delay(50, ct);
        db.Queue(Effect, "meeting", fact.MeetingId);
        if (name == "bad") throw new BadInput("scratch.bad", "This meeting is bad.");
        if (name == "later") throw new InvalidOperationException("Not yet.");
        if (name == "deadly") System.Diagnostics.Process.GetCurrentProcess().Kill();
    }

    public Task GiveUpAsync(MeetingScheduled fact, string error, CancellationToken ct)
    {
        db.Queue("scratch_given_up", "meeting", fact.MeetingId);
        return Task.CompletedTask;
    }
}
