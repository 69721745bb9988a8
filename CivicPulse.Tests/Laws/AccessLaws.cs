using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CivicPulse.Api;
using CivicPulse.Modules;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Tenancy;
using CivicPulse.Tests.Support;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.Laws;

/// <summary>Who sees which rows and which fields; each law with a twin that shows it fail when the mechanism is taken out.</summary>
public sealed class AccessLaws(TestSystem system)
{
    /// <summary>Not records of anybody: the names of teams, and what can be taken out as files.</summary>
    private static readonly string[] NoRecords = ["/api/v1/tenant", "/api/v1/tenant/portal", "/api/v1/teams", "/api/v1/ballots"];

    /// <summary>Words that no built-in role holds, each with its reason in its own declaration.</summary>
    private static readonly string[] ForTheSystemOnly = ["platform.index"];

    [Fact]
    public async Task Every_table_of_a_module_says_who_reads_it()
    {
        var tenant = await system.NewTenantAsync();
        Assert.Empty(await tenant.InsideAsync(s => Task.FromResult(Silent(s.GetRequiredService<TenantDb>()))));
    }

    [Fact]
    public void A_table_that_says_nothing_would_be_found()
    {
        var model = new ModelBuilder();
        model.Entity<Scratch>();
        Assert.Equal(["Scratch"], Silent(model.Model.GetEntityTypes()));
        model.Entity<Scratch>().VisibleWith("scratch.read");
        Assert.Empty(Silent(model.Model.GetEntityTypes()));
    }

    [Fact]
    public void Every_permission_word_is_held_by_a_built_in_role() => Assert.Equal(ForTheSystemOnly, Unheld(AllModules.List.Permissions));

    [Fact]
    public void A_word_that_nobody_holds_would_be_found() =>
        Assert.Equal(["platform.index", "scratch.read"], Unheld([.. AllModules.List.Permissions, new Permission("scratch.read")]));

    [Fact]
    public async Task No_route_shows_or_changes_a_record_outside_the_reach_of_an_account()
    {
        var (shown, tried) = await ShownBeyondReachAsync(system.BaseAddress,
            new { role = "admin", scope = "own" }, new { role = "admin", scope = "team" },
            new { role = "admin", scope = "district", district_id = Guid.NewGuid() }, new { role = "admin", scope = "state", state = "elsewhere" });
        Assert.Empty(shown);
        Assert.True(tried > 80, $"Only {tried} routes were tried.");
    }

    [Fact]
    public async Task When_grants_are_not_narrowed_the_law_of_reach_fails()
    {
        await using var open = new RealHost<ApiHost>(system.Site.Settings, services => services.AddScoped<IAccountAccess>(_ => new Unlimited()));
        var (shown, _) = await ShownBeyondReachAsync(open.Address, new { role = "admin", scope = "own" });
        Assert.Contains(shown, s => s.StartsWith("GET /api/v1/documents/", StringComparison.Ordinal));
        Assert.Contains(shown, s => s.StartsWith("GET /api/v1/meetings", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_route_shows_a_sensitive_field_to_a_role_without_its_tier()
    {
        var (shown, fields) = await SensitiveShownAsync(system.BaseAddress, system.Site.Api);
        Assert.Empty(shown);
        Assert.True(fields > 0, "No sensitive field was seen by anybody: the law looked at nothing.");
    }

    [Fact]
    public async Task When_the_serializer_does_not_ask_the_law_of_fields_fails()
    {
        await using var open = new RealHost<ApiHost>(system.Site.Settings,
            services => services.PostConfigure<JsonOptions>(o => o.SerializerOptions.TypeInfoResolver = new DefaultJsonTypeInfoResolver()));
        var (shown, _) = await SensitiveShownAsync(open.Address, open.Services);
        Assert.Contains(shown, s => s.Contains("/api/v1/accounts/ shows email", StringComparison.Ordinal));
    }

    /// <summary>Somebody with every word of an admin, but narrowed so that none of the tenant's records are within reach.</summary>
    private async Task<(List<string> Shown, int Tried)> ShownBeyondReachAsync(Uri api, params object[] grants)
    {
        var tenant = await system.NewTenantAsync();
        var ids = await TenantLaws.FillAsync(tenant);
        var routes = Routes.WithIds(system.Site.Api, ids).Where(r => Ruled(r.Path)).OrderBy(r => r.Method == HttpMethod.Delete)
            .Concat(Routes.Guarded(system.Site.Api).Where(p => p.StartsWith("/api/", StringComparison.Ordinal) && !p.Contains('{', StringComparison.Ordinal) && Ruled(p)).Select(p => (HttpMethod.Get, p.Contains("search", StringComparison.Ordinal) ? p + "?q=library" : p))).ToList();
        var (shown, tried) = (new List<string>(), 0);
        foreach (var grant in grants)
        {
            using var narrow = (await tenant.JoinAsync(grant)).At(api);
            foreach (var (method, path) in routes)
            {
                using var request = new HttpRequestMessage(method, path) { Content = method == HttpMethod.Get ? null : Routes.PlausibleBody(path) };
                using var response = await narrow.SendAsync(request);
                if (response.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Forbidden) && !await TenantLaws.EmptyPageAsync(response)) shown.Add($"{method} {path} answered {(int)response.StatusCode} to {grant}");
                tried++;
            }
        }
        return (shown, tried);
    }

    private static bool Ruled(string path) => path.TrimEnd('/') != "/api/v1/exports" && !NoRecords.Any(p => path.StartsWith(p, StringComparison.Ordinal));

    /// <summary>Goes over every GET that answers to a signed-in account, as one who may see the field and as one who may not.</summary>
    private async Task<(List<string> Shown, int Fields)> SensitiveShownAsync(Uri api, IServiceProvider services)
    {
        var tenant = await system.NewTenantAsync();
        var ids = await TenantLaws.FillAsync(tenant);
        using var viewer = (await tenant.JoinAsync(new { role = "viewer" })).At(api);
        using var owner = tenant.Owner.Like(api);
        var (shown, fields) = (new List<string>(), 0);
        foreach (var (_, route) in Routes.All(services).Where(r => r.Method == HttpMethod.Get && !Routes.IsPublic(r.Route)))
        {
            var sensitive = SensitiveFields.Of(route);
            if (sensitive.Count == 0) continue;
            var path = Routes.Fill(route, noun => ids[noun]);
            fields += (await FieldsAsync(owner, path)).Intersect(sensitive, StringComparer.Ordinal).Count();
            shown.AddRange((await FieldsAsync(viewer, path)).Intersect(sensitive, StringComparer.Ordinal).Select(f => $"{path} shows {f}"));
        }
        return (shown, fields);
    }

    private static async Task<HashSet<string>> FieldsAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType == "application/json")
            Walk(JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()), found);
        return found;
    }

    private static void Walk(JsonElement json, HashSet<string> found)
    {
        if (json.ValueKind == JsonValueKind.Array) foreach (var item in json.EnumerateArray()) Walk(item, found);
        if (json.ValueKind != JsonValueKind.Object) return;
        foreach (var property in json.EnumerateObject())
        {
            found.Add(property.Name);
            Walk(property.Value, found);
        }
    }

    private static List<string> Silent(TenantDb db) =>
        [.. db.Model.GetEntityTypes().Where(t => t.ClrType.Assembly == typeof(AllModules).Assembly && RecordRule.Of(db, t.ClrType) is null).Select(t => t.ClrType.Name)];

    private static List<string> Silent(IEnumerable<Microsoft.EntityFrameworkCore.Metadata.IMutableEntityType> tables) =>
        [.. tables.Where(t => !t.GetAnnotations().Any(a => a.Value is RecordRule)).Select(t => t.ClrType.Name)];

    private static List<string> Unheld(IEnumerable<Permission> all) => [.. all.Where(p => p.Roles.Length == 0).Select(p => p.Word)];

    private sealed class Scratch : Entity;

    /// <summary>What an installation without narrowing would say of everybody.</summary>
    internal sealed class Unlimited : IAccountAccess
    {
        public Task<HeldAccess?> FindAsync(Tenant tenant, Guid account, Guid session, CancellationToken ct) => HeldByAsync(account, ct);

        public Task<IReadOnlySet<Guid>> StillAsync(Tenant tenant, IReadOnlyCollection<(Guid Account, Guid Session)> asked, CancellationToken ct) =>
            Task.FromResult<IReadOnlySet<Guid>>(asked.Select(a => a.Session).ToHashSet());

        public Task<HeldAccess?> HeldByAsync(Guid account, CancellationToken ct) => Task.FromResult<HeldAccess?>(HeldAccess.Everywhere(AllModules.List.Permissions.Select(p => p.Word)));
    }
}
