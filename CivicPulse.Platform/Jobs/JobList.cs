using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Jobs;

/// <summary>
/// Long work behind a <see cref="Job"/> row: it commits in steps, saves a checkpoint with each, and after a crash another Worker
/// runs it again from the last checkpoint. It must do nothing twice between two checkpoints, or do it in the checkpoint's transaction.
/// </summary>
public interface ILongJob
{
    Task RunAsync(JobRun run, CancellationToken ct);

    /// <summary>Called in the transaction that marks the job failed or cancelled, to leave a mark people can see.</summary>
    Task GiveUpAsync(JobRun run, string error, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>Work because time passed, inside one tenant or once for the installation. Running twice does no harm.</summary>
public interface IClockJob
{
    Task RunAsync(CancellationToken ct);
}

/// <summary>Which long jobs exist, by kind, and what the clock starts.</summary>
public sealed class JobList
{
    private readonly List<LongJob> _long = [];
    private readonly List<ClockJob> _clock = [];

    /// <summary><c>db.Queue(kind, ...)</c> starts it; kinds are snake_case and never renamed.</summary>
    public JobList Run<TJob>(string kind) where TJob : class, ILongJob
    {
        if (_long.Exists(j => j.Kind == kind)) throw new InvalidOperationException($"Two jobs are of the kind '{kind}'.");
        _long.Add(new LongJob(kind, typeof(TJob), services => services.GetRequiredService<TJob>()));
        return this;
    }

    /// <param name="cron">Quartz's format, in UTC: <c>0 */5 * * * ?</c> is every five minutes.</param>
    public JobList ForEachTenant<TJob>(string cron) where TJob : class, IClockJob => OnClock<TJob>(cron, true);

    /// <param name="cron">Quartz's format, in UTC.</param>
    public JobList ForInstallation<TJob>(string cron) where TJob : class, IClockJob => OnClock<TJob>(cron, false);

    internal IReadOnlyList<LongJob> Long => _long;

    internal IEnumerable<string> Kinds => _long.Select(j => j.Kind);

    internal LongJob Find(string kind) => _long.Single(j => j.Kind == kind);

    internal IReadOnlyList<ClockJob> Clock => _clock;

    private JobList OnClock<TJob>(string cron, bool everyTenant) where TJob : class, IClockJob
    {
        _clock.Add(new ClockJob(typeof(TJob).Name, typeof(TJob), cron, everyTenant, services => services.GetRequiredService<TJob>()));
        return this;
    }
}

internal sealed record LongJob(string Kind, Type Type, Func<IServiceProvider, ILongJob> Create);

internal sealed record ClockJob(string Name, Type Type, string Cron, bool EveryTenant, Func<IServiceProvider, IClockJob> Create);
