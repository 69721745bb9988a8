using System.Net;
using System.Net.Http.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Platform.Http;

public sealed class BulkTests(TestSystem system)
{
    [Fact]
    public async Task Each_operation_is_a_request_of_its_own_and_one_failure_is_one_row()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = (await tenant.Owner.NewMeetingAsync("Before")).Text("id");
        using var read = await tenant.Owner.GetAsync($"/api/v1/meetings/{meeting}");
        var results = await RunAsync(tenant.Owner,
            new { method = "POST", path = "/api/v1/bodies", body = new { name = "Parks", identifier = "parks", classification = "committee" }, idempotency_key = "row-0" },
            new { method = "POST", path = "/api/v1/bodies/", body = new { name = "Parks", identifier = "parks", classification = "committee" }, idempotency_key = "row-0" },
            new { method = "POST", path = "/api/v1/bodies", body = new { name = "Parks", identifier = "parks", classification = "committee" } },
            new { method = "POST", path = "/api/v1/bodies", body = new { name = "No classification" } },
            new { method = "PATCH", path = $"/api/v1/meetings/{meeting}", body = new { name = "After" }, if_match = read.Headers.ETag!.ToString() },
            new { method = "PATCH", path = $"/api/v1/meetings/{meeting}", body = new { name = "Too late" }, if_match = read.Headers.ETag.ToString() },
            new { method = "GET", path = "/api/v1/meetings?fields=name&limit=1" },
            new { method = "GET", path = "/api/v1/nowhere" },
            new { method = "DELETE", path = $"/api/v1/meetings/{meeting}" });
        Assert.Equal([201, 201, 409, 400, 200, 412, 200, 404, 204], results.Select(r => r.GetProperty("status").GetInt32()));
        Assert.Equal(results[0].GetProperty("body").Text("id"), results[1].GetProperty("body").Text("id"));
        Assert.Equal("true", results[1].GetProperty("headers").Text("Idempotency-Replayed"));
        Assert.Equal("already_exists", results[2].GetProperty("body").Text("code"));
        Assert.Equal("After", results[6].GetProperty("body").List("items")[0].Text("name"));
        Assert.True(results[4].GetProperty("headers").TryGetProperty("ETag", out _));
        Assert.Single((await tenant.Owner.ReadAsync("/api/v1/bodies")).List("items"));
    }

    [Fact]
    public async Task It_lets_nobody_do_what_they_may_not_do_one_by_one()
    {
        var (tenant, other) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        var theirs = (await other.Owner.NewMeetingAsync("Theirs")).Text("id");
        using var viewer = await tenant.AsAsync(Role.Viewer);
        var results = await RunAsync(viewer,
            new { method = "POST", path = "/api/v1/bodies", body = new { name = "Parks", identifier = "parks", classification = "committee" } },
            new { method = "GET", path = $"/api/v1/meetings/{theirs}" },
            new { method = "GET", path = "/api/v1/meetings" });
        Assert.Equal([403, 404, 200], results.Select(r => r.GetProperty("status").GetInt32()));
    }

    [Theory]
    [InlineData("GET", "/api/v1/bulk", "bulk.not_here")]
    [InlineData("POST", "/api/v1/BULK/", "bulk.not_here")]
    [InlineData("POST", "/api/v1/bul%6B", null)]
    [InlineData("POST", "/api/v1/../auth/token", "bulk.bad_operation")]
    [InlineData("POST", "/auth/token", "bulk.bad_operation")]
    [InlineData("GET", "http://elsewhere.example/api/v1/meetings", "bulk.bad_operation")]
    [InlineData("CONNECT", "/api/v1/meetings", "bulk.bad_operation")]
    [InlineData("GET", "/api/v1/me etings", "bulk.bad_operation")]
    public async Task It_reaches_records_only_and_never_itself(string method, string path, string? code)
    {
        var tenant = await system.SharedTenantAsync();
        var body = new { operations = new object[] { new { method = "GET", path = "/api/v1/meetings" } } };
        using var response = await tenant.Owner.PostAsJsonAsync("/api/v1/bulk", new { operations = new object[] { new { method, path, body } } });
        if (code is not null) Assert.Equal(code, (await response.BodyAsync(HttpStatusCode.BadRequest)).Text("code"));
        else Assert.Equal("bulk.not_here", (await response.BodyAsync(HttpStatusCode.OK)).List("results")[0].GetProperty("body").Text("code"));
    }

    [Fact]
    public async Task Its_size_is_bounded()
    {
        var tenant = await system.NewTenantAsync();
        foreach (var count in (int[])[0, 501])
        {
            using var response = await tenant.Owner.PostAsJsonAsync("/api/v1/bulk", new { operations = Enumerable.Range(0, count).Select(_ => new { method = "GET", path = "/api/v1/meetings" }) });
            Assert.Equal("bulk.size", (await response.BodyAsync(HttpStatusCode.BadRequest)).Text("code"));
        }
        var results = await RunAsync(tenant.Owner, [.. Enumerable.Range(0, 500).Select(i => (object)new { method = "POST", path = "/api/v1/bodies", body = new { name = $"Body {i}", classification = "committee" } })]);
        Assert.All(results, r => Assert.Equal(201, r.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task When_the_caller_is_gone_the_rest_is_not_done()
    {
        var tenant = await system.NewTenantAsync();
        using var gone = new CancellationTokenSource();
        var operations = Enumerable.Range(0, 500).Select(i => new { method = "POST", path = "/api/v1/bodies", body = new { name = $"Body {i}", classification = "committee" } });
        var running = tenant.Owner.PostAsJsonAsync("/api/v1/bulk", new { operations }, gone.Token);
        await Eventually.TrueAsync(async () => (await tenant.Owner.ReadAsync("/api/v1/bodies?limit=1")).List("items").Count > 0);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Task.Delay(300);
        async Task<string> Newest() => (await tenant.Owner.ReadAsync("/api/v1/bodies?limit=1")).List("items")[0].Text("name");
        var newest = await Newest();
        await Task.Delay(500);
        Assert.Equal(newest, await Newest());
        Assert.NotEqual("Body 499", newest);
    }

    internal static async Task<IReadOnlyList<System.Text.Json.JsonElement>> RunAsync(HttpClient client, params object[] operations)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/bulk", new { operations });
        return (await response.BodyAsync(HttpStatusCode.OK)).List("results");
    }
}
