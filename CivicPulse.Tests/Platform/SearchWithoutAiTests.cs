using System.Text.Json;
using CivicPulse.Api;
using CivicPulse.Tests.Laws;
using CivicPulse.Tests.Support;
using CivicPulse.Worker;

namespace CivicPulse.Tests.Platform;

/// <summary>An installation whose AI service is away at first: the words suffice, and the vectors follow.</summary>
public sealed class SearchWithoutAiTests(TestSystem system)
{
    [Fact]
    public async Task Without_the_AI_service_words_are_found_and_vectors_follow_when_it_is_back()
    {
        await using var site = await Site.StartAsync(system.Backing, "searchaway", withWorker: false);
        var tenant = await site.NewTenantAsync();
        var away = new Dictionary<string, string?>(site.Settings, StringComparer.Ordinal) { ["services:ai:http:0"] = "http://127.0.0.1:9/" };
        await using (new RealHost<WorkerHost>(away))
        {
            await using var api = new RealHost<ApiHost>(away);
            using var client = new HttpClient { BaseAddress = api.Address };
            client.DefaultRequestHeaders.Add("X-Tenant", tenant.Slug);
            client.DefaultRequestHeaders.Authorization = new("Bearer", await tenant.TokenAsync(tenant.OwnerEmail));
            await client.NewMeetingAsync("Doctors and nurses at the hospital");
            var upload = await client.UploadAsync("/api/v1/documents", "plan.txt", "The walrus statue is moved."u8.ToArray());
            var found = await client.ReadAsync("/api/v1/search?q=hospital nurse");
            Assert.Equal(("text", 1), (found.Text("mode"), found.List("items").Count));
            // A document's own words are read by the Worker alone.
            await Eventually.TrueAsync(async () => (await client.ReadAsync("/api/v1/search?q=walrus")).List("items").Count == 1);
            // The fact is done all the same: it holds up nobody behind it.
            await Eventually.TrueAsync(async () => await CountAsync(tenant, "select count(*) from outbox where type = 'platform.search_text_changed' and done_at is not null") > 0);
            Assert.True(await CountAsync(tenant, "select count(*) from search_entries where awaits_vector") >= 2);
            Assert.Equal(upload.Text("subject_id"), (await client.ReadAsync("/api/v1/search?q=walrus")).List("items")[0].Text("id"));
        }
        await using (new RealHost<WorkerHost>(site.Settings))
        {
            await Eventually.TrueAsync(async () => await CountAsync(tenant, "select count(*) from search_entries where awaits_vector") == 0, seconds: 150);
            await Eventually.TrueAsync(async () => Titles(await tenant.Owner.ReadAsync("/api/v1/search?q=medical health patients")).Contains("Doctors and nurses at the hospital", StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task The_index_is_made_again_from_the_records_and_from_nothing_else()
    {
        var tenant = await system.NewTenantAsync();
        await Records.FillAsync(tenant, "Ptarmigan");
        var before = await EntriesAsync(tenant);
        await Records.OwnerAsync(tenant, "delete from {0}.search_entries where kind in ('body', 'meeting', 'minutes', 'document', 'transcript')");
        await Records.OwnerAsync(tenant, """
            set search_path = {0}, extensions;
            insert into {0}.search_entries (id, hit_id, record_table, kind, title, url, permission, occurred_at) values (gen_random_uuid(), gen_random_uuid(), 'meetings', 'meeting', 'Ghost', '/', 'governance.read', now())
            """);
        var job = await (await tenant.Owner.PostAsync("/api/v1/search/reindexing", null)).BodyAsync(System.Net.HttpStatusCode.Accepted);
        Assert.Equal("succeeded", (await tenant.Owner.FinishedAsync(job)).Text("state"));
        Assert.Equal(before, await EntriesAsync(tenant));
        Assert.Empty((await tenant.Owner.ReadAsync("/api/v1/search?q=ghost")).List("items"));
    }

    [Fact]
    public async Task Set_based_writes_reach_the_index_by_saying_so()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("Before");
        await tenant.InsideAsync(async services =>
        {
            var db = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<CivicPulse.Platform.Data.TenantDb>(services);
            var meetings = db.Set<CivicPulse.Modules.Governance.Model.Meeting>();
            await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ExecuteUpdateAsync(meetings, m => m.SetProperty(x => x.Name, "Narwhal"), CancellationToken.None);
            await CivicPulse.Platform.Search.SearchIndex.RefreshSearchAsync(db, meetings, CancellationToken.None);
            return 0;
        });
        Assert.Equal(["Narwhal"], Titles(await tenant.Owner.ReadAsync("/api/v1/search?q=narwhal")));
    }

    private static IEnumerable<string> Titles(JsonElement found) => found.List("items").Select(h => h.Text("title"));

    private static async Task<int> CountAsync(TestTenant tenant, string sql) => int.Parse((await Records.RowsAsync(tenant, sql))[0][0]);

    private static async Task<IEnumerable<string>> EntriesAsync(TestTenant tenant) =>
        (await Records.RowsAsync(tenant, "select kind, title, body, url, words::text, array_to_string(facets, ','), coalesce(part_of_id::text, '') from search_entries order by 1, 2, 3, 5")).Select(r => string.Join('|', r));
}
