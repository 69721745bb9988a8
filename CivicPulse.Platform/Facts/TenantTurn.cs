using CivicPulse.Platform.Http;
using CivicPulse.Platform.Tenancy;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicPulse.Platform.Facts;

/// <summary>What every turn works with.</summary>
internal sealed record RelayTools(ReactionList Reactions, FactWork Work, FactMetrics Metrics, TimeProvider Clock, ILogger<RelayTools> Log);

/// <summary>One Worker's turn with a tenant: its facts, oldest first, to each reaction that may run now.</summary>
internal sealed partial class TenantTurn(RelayTools tools, Tenant tenant, NpgsqlConnection connection)
{
    /// <summary>With pauses of 1, 2, 4 ... 256 seconds: about eight minutes.</summary>
    internal const int LastAttempt = 10;

    /// <summary>Begun so often and never ended: from here on attempts are counted before they are made.</summary>
    private const int Suspicious = 3;

    private const int SharedTransaction = 50;
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(3);
    private readonly List<Due> _bundle = [];
    private readonly Dictionary<long, int> _left = [];
    private Dictionary<string, TimeSpan> _paused = [];

    public async Task<Turn> TakeAsync(CancellationToken ct)
    {
        var began = tools.Clock.GetTimestamp();
        await connection.FinishUnheardAsync([.. tools.Reactions.All.SelectMany(r => new[] { r.Fact, r.FactType.Name }).Distinct()], ct);
        while (tools.Clock.GetElapsedTime(began) < LongestTurn)
        {
            _paused = await connection.PausedAsync(ct);
            var facts = await connection.NextFactsAsync(tools.Reactions.All, _paused.Keys, ct);
            if (facts.Count == 0) return new Turn(false, false, _paused.Count == 0 ? null : _paused.Values.Min());
            await RelayAsync(facts, ct);
        }
        return new Turn(false, true, null);
    }

    private async Task RelayAsync(IReadOnlyList<OpenFact> facts, CancellationToken ct)
    {
        _left.Clear();
        var over = new List<long>();
        foreach (var fact in facts)
        {
            var open = tools.Reactions.For(fact.Type).Where(r => IsOpen(fact, r)).ToList();
            _left[fact.Id] = open.Count;
            if (open.Count == 0) over.Add(fact.Id);
            foreach (var reaction in open) await AddAsync(new Due(fact, reaction), ct);
        }
        await FlushAsync(ct);
        if (over.Count > 0) await connection.FinishAsync([.. over], tools.Reactions.All, ct);
    }

    private async Task AddAsync(Due due, CancellationToken ct)
    {
        var joins = due.Reaction.OnlyDatabase && _bundle is [.., { Reaction.OnlyDatabase: true } last] && last.Fact.ActorId == due.Fact.ActorId;
        if (_bundle.Count > 0 && (!joins || _bundle.Count == SharedTransaction)) await FlushAsync(ct);
        if (!_paused.ContainsKey(due.Reaction.Name)) _bundle.Add(due);
    }

    private async Task FlushAsync(CancellationToken ct)
    {
        if (_bundle.Count == 0) return;
        var bundle = _bundle.ToArray();
        _bundle.Clear();
        var suspect = await connection.BeginAsync(bundle[0].Fact.Id, ct) > Suspicious;
        if (bundle.Length > 1 && !suspect && await TryAsync(bundle, ct) is null) return;
        // Something among them fails, or ends the process: each alone, so that the others are not held up by it.
        foreach (var due in bundle.Where(d => !_paused.ContainsKey(d.Reaction.Name))) await AloneAsync(due, suspect, ct);
    }

    private async Task AloneAsync(Due due, bool suspect, CancellationToken ct)
    {
        var (fact, reaction) = (due.Fact.Id, due.Reaction.Name);
        const string Ended = "The process ended while it worked on this.";
        if (suspect && await connection.CountFailureAsync(fact, reaction, 1, Ended, false, ct) > LastAttempt)
        {
            await GiveUpAsync(due, Ended, ct);
            return;
        }
        if (await TryAsync([due], ct) is not { } problem) return;
        tools.Metrics.Failed(reaction);
        var error = Shown(problem);
        var failures = await connection.CountFailureAsync(fact, reaction, suspect ? 0 : 1, error, true, ct);
        ReactionFailed(tools.Log, reaction, fact, tenant.Slug, failures, problem);
        if (problem is BadInput || failures >= LastAttempt) await GiveUpAsync(due, error, ct);
        else _paused[reaction] = TimeSpan.FromSeconds(1);
    }

    private async Task<Exception?> TryAsync(Due[] bundle, CancellationToken ct)
    {
        var ends = bundle.GroupBy(d => d.Fact.Id).Where(g => g.Count() == _left[g.Key]).Select(g => g.Key).ToArray();
        try
        {
            await tools.Work.DoAsync(tenant, bundle, ends, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && !Relay.LostConnection(e))
        {
            return e;
        }
        foreach (var due in bundle) _left[due.Fact.Id]--;
        return null;
    }

    private Task GiveUpAsync(Due due, string error, CancellationToken ct) =>
        tools.Work.GiveUpAsync(tenant, due, error, --_left[due.Fact.Id] == 0, ct);

    private static bool IsOpen(OpenFact fact, Reaction reaction) =>
        !fact.Handled.Contains(reaction.Name) && !fact.Handled.Contains(reaction.Type.Name) && !fact.Dead.Contains(reaction.Name) && !fact.Dead.Contains("*");

    private static string Shown(Exception problem)
    {
        var text = $"{problem.GetType().Name}: {problem.Message}".Replace('\0', ' ');
        return text.Length > 1000 ? text[..1000] : text;
    }

    [LoggerMessage(LogLevel.Warning, "Reaction {Reaction} to fact {Fact} of {Tenant} failed, attempt {Attempt}")]
    private static partial void ReactionFailed(ILogger log, string reaction, long fact, string tenant, int attempt, Exception e);
}
