using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using CivicPulse.Platform.Data;
using CivicPulse.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.Platform;

/// <summary>An installation that tells a collector, over the protocol of collectors.</summary>
public sealed class TracedSite(TestSystem system) : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, int> _collected = new(StringComparer.Ordinal);
    private WebApplication? _collector;

    internal Site Site { get; private set; } = null!;

    internal bool HasCollected(string signal) => _collected.ContainsKey(signal);

    public async ValueTask InitializeAsync()
    {
        _collector = WebApplication.CreateSlimBuilder().Build();
        _collector.Urls.Add("http://127.0.0.1:0");
        _collector.MapPost("/v1/{signal}", (string signal) => _collected.AddOrUpdate(signal, 1, (_, n) => n + 1));
        await _collector.StartAsync();
        Site = await Site.StartAsync(system.Backing, "traced", withWorker: true, more: new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Urls.First(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        if (_collector is not null) await _collector.DisposeAsync();
    }
}

/// <summary>What a person starts is one trace, through every process and the outbox.</summary>
public sealed class TraceTests(TestSystem system, TracedSite traced) : IClassFixture<TracedSite>
{
    [Fact]
    public async Task Without_a_collector_what_is_done_for_somebody_still_has_its_identifier()
    {
        var tenant = await system.NewTenantAsync();
        using var root = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        await tenant.Owner.NewMeetingAsync("Not traced", Council.Turns);
        await Eventually.TrueAsync(async () => await tenant.InsideAsync(services => services.GetRequiredService<TenantConnection>().ReadAsync(
            new($"select count(distinct actor_kind) from audit_entries where trace_id = '{root.TraceId}'"), row => row.GetInt64(0) == 2, CancellationToken.None).FirstAsync().AsTask()));
    }

    [Fact]
    public async Task A_question_is_one_trace_from_the_api_through_the_ai_service_to_the_database()
    {
        var tenant = await traced.Site.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("Traced", Council.Turns);
        var spans = await TraceAsync(tenant.Owner, () => new HttpRequestMessage(HttpMethod.Post, "/api/v1/questions") { Content = JsonContent.Create(new { text = "What does the library ask for?" }) });
        await Eventually.TrueAsync(() => Task.FromResult(
            Has(spans, ActivityKind.Server, "/api/v1/questions") && Has(spans, ActivityKind.Server, "/ai/answers") && spans.Any(s => s.Source.Name == "Npgsql")));
        Assert.DoesNotContain(spans, s => s.GetTagItem("url.path") is "/health" or "/alive");
        await Eventually.TrueAsync(() => Task.FromResult(traced.HasCollected("traces")));
    }

    [Fact]
    public async Task A_transcript_is_one_trace_from_the_api_through_the_outbox_and_the_worker_to_the_ai_service()
    {
        var tenant = await traced.Site.NewTenantAsync();
        var meeting = (await tenant.Owner.NewMeetingAsync("Traced")).Text("id");
        var spans = await TraceAsync(tenant.Owner, () => new HttpRequestMessage(HttpMethod.Post, $"/api/v1/meetings/{meeting}/transcript")
        {
            Content = JsonContent.Create(new { turns = Council.Turns.Select(t => new { speaker = t.Speaker, text = t.Text }) }),
        });
        await Eventually.TrueAsync(() => Task.FromResult(
            Has(spans, ActivityKind.Server, "/transcript") && spans.Any(s => s.OperationName == "react PrepareTranscript")
            && Has(spans, ActivityKind.Server, "/ai/sources/") && Has(spans, ActivityKind.Server, "/ai/minutes")));
        var reaction = spans.First(s => s.OperationName == "react PrepareTranscript");
        Assert.Equal(tenant.Slug, reaction.GetTagItem("civicpulse.tenant"));
    }

    private static bool Has(IEnumerable<Activity> spans, ActivityKind kind, string path) =>
        spans.Any(s => s.Kind == kind && s.DisplayName.Contains(path, StringComparison.Ordinal));

    private static async Task<ConcurrentQueue<Activity>> TraceAsync(HttpClient client, Func<HttpRequestMessage> ask)
    {
        using var root = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
        root.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        var trace = root.TraceId;
        var spans = new ConcurrentQueue<Activity>();
        ActivitySource.AddActivityListener(new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" or "Npgsql" or "CivicPulse",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) => options.Parent.TraceId == trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == trace) spans.Enqueue(activity);
            },
        });
        using var request = ask();
        using var response = await client.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return spans;
    }
}
