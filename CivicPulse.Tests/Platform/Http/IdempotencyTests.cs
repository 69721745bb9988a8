using System.Net;
using System.Net.Http.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Tests.Platform.Http;

public sealed class IdempotencyTests(TestSystem system)
{
    private static readonly object Meeting = new { name = "Once", start_date = "2026-03-02T18:00:00Z" };

    [Fact]
    public async Task A_repeated_post_repeats_the_answer_and_does_nothing_again()
    {
        var tenant = await system.NewTenantAsync();
        using var first = await PostAsync(tenant.Owner, "/api/v1/meetings", "key-1", JsonContent.Create(Meeting));
        using var second = await PostAsync(tenant.Owner, "/api/v1/meetings", "key-1", JsonContent.Create(Meeting));
        Assert.Equal(HttpStatusCode.Created, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal((first.Headers.Location, first.Headers.ETag), (second.Headers.Location, second.Headers.ETag));
        Assert.Equal("true", Assert.Single(second.Headers.GetValues("Idempotency-Replayed")));
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Single((await tenant.Owner.ReadAsync("/api/v1/meetings")).List("items"));

        using var other = await PostAsync(tenant.Owner, "/api/v1/meetings", "key-1", JsonContent.Create(new { name = "Twice", start_date = "2026-03-02T18:00:00Z" }));
        Assert.Equal("idempotency.different_request", (await other.BodyAsync(HttpStatusCode.UnprocessableEntity)).Text("code"));
        // The key belongs to one account and one route.
        using var colleague = await tenant.AsAsync(Role.Admin);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(colleague, "/api/v1/meetings", "key-1", JsonContent.Create(Meeting))).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(tenant.Owner, "/api/v1/bodies", "key-1", JsonContent.Create(new { name = "B", classification = "committee" }))).StatusCode);
    }

    [Fact]
    public async Task An_upload_is_repeated_by_its_parts_not_by_its_boundary()
    {
        var tenant = await system.NewTenantAsync();
        static MultipartFormDataContent Form(string boundary, string text) => new(boundary) { { new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(text)), "file", "once.txt" } };
        using var first = await PostAsync(tenant.Owner, "/api/v1/documents", "upload", Form("one", "The same words."));
        using var second = await PostAsync(tenant.Owner, "/api/v1/documents", "upload", Form("two", "The same words."));
        Assert.Equal((await first.BodyAsync(HttpStatusCode.Accepted)).Text("id"), (await second.BodyAsync(HttpStatusCode.Accepted)).Text("id"));
        using var other = await PostAsync(tenant.Owner, "/api/v1/documents", "upload", Form("one", "Other words."));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Single((await tenant.Owner.ReadAsync("/api/v1/documents")).List("items"));
    }

    [Fact]
    public async Task A_refused_request_keeps_nothing_so_that_its_key_can_be_used_again()
    {
        var tenant = await system.NewTenantAsync();
        static object Body(string name) => new { name, identifier = name, classification = "committee" };
        await tenant.Owner.SendAsync("/api/v1/bodies", Body("Taken"));
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(tenant.Owner, "/api/v1/bodies", "k", JsonContent.Create(Body("Taken")))).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(tenant.Owner, "/api/v1/bodies", "k", JsonContent.Create(Body("Free")))).StatusCode);
    }

    [Fact]
    public async Task While_the_first_is_being_answered_the_second_is_told_to_wait()
    {
        var tenant = await system.NewTenantAsync();
        await using var source = OwnerSql.Source(system.Site.Owner);
        await using var blocker = await source.OpenConnectionAsync();
        await using var transaction = await blocker.BeginTransactionAsync();
        await using (var block = new NpgsqlCommand($"lock table {tenant.Tenant.Schema}.meetings in share mode", blocker, transaction)) await block.ExecuteNonQueryAsync();
        var first = PostAsync(tenant.Owner, "/api/v1/meetings", "slow", JsonContent.Create(Meeting));
        await Eventually.TrueAsync(async () =>
        {
            await using var waiting = source.CreateCommand($"select count(*) from pg_locks l where not granted and relation = '{tenant.Tenant.Schema}.meetings'::regclass");
            return (long)(await waiting.ExecuteScalarAsync())! > 0;
        });
        using var second = await PostAsync(tenant.Owner, "/api/v1/meetings", "slow", JsonContent.Create(Meeting));
        Assert.Equal("idempotency.in_progress", (await second.BodyAsync(HttpStatusCode.Conflict)).Text("code"));
        Assert.Equal("1", second.Headers.RetryAfter!.ToString());
        await transaction.CommitAsync();
        Assert.Equal(HttpStatusCode.Created, (await first).StatusCode);
        using var third = await PostAsync(tenant.Owner, "/api/v1/meetings", "slow", JsonContent.Create(Meeting));
        Assert.Equal("true", Assert.Single(third.Headers.GetValues("Idempotency-Replayed")));
        Assert.Single((await tenant.Owner.ReadAsync("/api/v1/meetings")).List("items"));
    }

    [Fact]
    public async Task A_key_is_one_word_of_visible_ascii()
    {
        var tenant = await system.NewTenantAsync();
        foreach (var bad in (string[])["", "two words", new string('x', 256)])
        {
            using var response = await PostAsync(tenant.Owner, "/api/v1/meetings", bad, JsonContent.Create(Meeting));
            Assert.Equal("idempotency.bad_key", (await response.BodyAsync(HttpStatusCode.BadRequest)).Text("code"));
        }
        Assert.Empty((await tenant.Owner.ReadAsync("/api/v1/meetings")).List("items"));
    }

    [Fact]
    public async Task Answers_are_forgotten_after_a_day()
    {
        var tenant = await system.NewTenantAsync();
        using var first = await PostAsync(tenant.Owner, "/api/v1/meetings", "old", JsonContent.Create(Meeting));
        await tenant.InsideAsync(async services =>
        {
            var db = services.GetRequiredService<TenantDb>();
            Assert.Equal(1, await db.Set<KeptAnswer>().CountAsync());
            await db.Database.ExecuteSqlAsync($"update kept_answers set kept_at = kept_at - interval '25 hours'");
            return 0;
        });
        using var again = await PostAsync(tenant.Owner, "/api/v1/meetings", "old", JsonContent.Create(Meeting));
        Assert.False(again.Headers.Contains("Idempotency-Replayed"));
        await tenant.InsideAsync(async services =>
        {
            var db = services.GetRequiredService<TenantDb>();
            await db.Database.ExecuteSqlAsync($"update kept_answers set kept_at = kept_at - interval '25 hours'");
            await new ForgetKeptAnswers(db, TimeProvider.System).RunAsync(CancellationToken.None);
            Assert.Equal(0, await db.Set<KeptAnswer>().CountAsync());
            return 0;
        });
    }

    internal static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string key, HttpContent body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await client.SendAsync(request);
    }
}
