using CivicPulse.Api;
using CivicPulse.Modules.Accounts.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Search;
using CivicPulse.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicPulse.Tests.Laws;

/// <summary>One record of every searchable kind, and what the laws of search do to them.</summary>
internal static class Records
{
    /// <summary>Through the public API, so that what is made is what people make.</summary>
    public static async Task FillAsync(TestTenant tenant, string word)
    {
        await tenant.Owner.SendAsync("/api/v1/bodies", new { name = $"{word} board", classification = "committee", description = "Cares for birds" });
        var body = await tenant.Owner.SendAsync("/api/v1/bodies", new { name = $"{word} council", classification = "legislature" });
        await tenant.Owner.SendAsync("/api/v1/posts", new { body_id = body.Text("id"), label = $"Keeper of the {word}", role = "Keeper" });
        var official = await tenant.Owner.SendAsync("/api/v1/officials", new { name = $"Ada {word}", summary = "Watches birds" });
        var meeting = await tenant.Owner.NewMeetingAsync($"{word} nesting season", [("Chair", $"I move to approve the {word} reserve on the northern hills."), .. Council.Turns]);
        await tenant.Owner.SendAsync($"/api/v1/meetings/{meeting}/agenda-items", new { title = $"{word} count", notes = "As every spring" });
        await tenant.Owner.SendAsync("/api/v1/matters", new { body_id = body.Text("id"), identifier = "ORD 1", title = $"Care of the {word}", classification = "ordinance" });
        await tenant.Owner.SendAsync("/api/v1/motions", new { meeting_id = meeting, text = $"To count the {word} anew" });
        var cited = new[] { new { url = "https://birds.example/1" } };
        await tenant.Owner.SendAsync("/api/v1/stances", new { official_id = official.Text("id"), topic = $"The {word}", position = "for", statement = "Worth every cent", citations = cited });
        await tenant.Owner.SendAsync("/api/v1/commitments", new { official_id = official.Text("id"), text = $"To feed the {word}", citations = cited });
        var election = (await tenant.Owner.NewElectionAsync($"{word} referendum")).Text("id");
        var contest = await tenant.Owner.NewContestAsync(election, $"Warden of the {word}");
        await tenant.Owner.NewSelectionAsync(contest, $"Bo {word}");
        await tenant.Owner.SendAsync("/api/v1/polling-places", new { election_id = election, name = $"{word} hall" });
        var job = await tenant.Owner.UploadAsync("/api/v1/documents", "report.txt", System.Text.Encoding.UTF8.GetBytes($"The {word} returns to the valley in spring."));
        Assert.Equal("succeeded", (await tenant.Owner.FinishedAsync(job)).Text("state"));
        Assert.Empty((await SearchableAsync(tenant)).Select(t => t.GetTableName()).Except(
            (await RowsAsync(tenant, "select distinct record_table from search_entries")).Select(r => r[0]).Append("transcripts")));
    }

    /// <summary>Parts before what they are parts of, which takes them along when it is deleted.</summary>
    public static Task<List<IEntityType>> SearchableAsync(TestTenant tenant) =>
        tenant.InsideAsync(s => Task.FromResult(s.GetRequiredService<TenantDb>().Model.SearchableTypes().OrderBy(Height).ToList()));

    private static int Height(IEntityType type) => type.GetReferencingForeignKeys().Select(k => k.DeclaringEntityType)
        .Where(part => part != type).Select(part => Height(part) + 1).DefaultIfEmpty(0).Max();

    public static async Task<HashSet<string>> KindsAsync(TestTenant tenant, IEntityType type) => await tenant.InsideAsync(async s =>
        (await AllAsync(s.GetRequiredService<TenantDb>(), type)).Select(r => ((ISearchable)r).ToSearch()?.Kind).OfType<string>().ToHashSet(StringComparer.Ordinal));

    /// <summary>Changes whatever text column of the record shows in what it is found by; false when its text lies in other rows.</summary>
    public static Task<bool> ChangeAsync(TestTenant tenant, IEntityType type, string word) => tenant.InsideAsync(async services =>
    {
        var db = services.GetRequiredService<TenantDb>();
        var record = (await AllAsync(db, type))[0];
        foreach (var text in type.GetProperties().Where(p => p.ClrType == typeof(string)))
        {
            var entry = db.Entry(record).Property(text.Name);
            var before = entry.CurrentValue;
            entry.CurrentValue = word;
            if (((ISearchable)record).ToSearch() is { } found && (found.Title.Contains(word, StringComparison.Ordinal) || found.Body?.Contains(word, StringComparison.Ordinal) == true))
            {
                await db.SaveChangesAsync();
                return true;
            }
            (entry.CurrentValue, entry.IsModified) = (before, false);
        }
        return false;
    });

    public static Task<Guid[]> DeleteAsync(TestTenant tenant, IEntityType type) => tenant.InsideAsync(async services =>
    {
        var db = services.GetRequiredService<TenantDb>();
        var records = await AllAsync(db, type);
        db.RemoveRange(records);
        await db.SaveChangesAsync();
        return records.Select(r => r.Id).ToArray();
    });

    public static async Task<IReadOnlyList<string>> EntriesOfAsync(TestTenant tenant, Guid[] records) =>
        [.. (await RowsAsync(tenant, "select kind from search_entries where id = any($1) or part_of_id = any($1) or source_id = any($1)", records)).Select(r => r[0])];

    public static Task<(string Word, bool Parts)> RuleOfAsync(TestTenant tenant, IEntityType type) => tenant.InsideAsync(async services =>
    {
        var db = services.GetRequiredService<TenantDb>();
        var rule = RecordRule.Of(db, type.ClrType)!;
        return (rule.Word, rule.PlaceOf((await AllAsync(db, type))[0], rule.Word).Inherits);
    });

    /// <summary>An entry as a module with such a record would write it.</summary>
    public static Task<int> WriteAsync(TestTenant tenant, string title, string by, Guid? who) => tenant.InsideAsync(async services =>
    {
        var db = services.GetRequiredService<TenantDb>();
        db.Add(SearchWrite.Of(new Note(), "notes", new SearchEntry("note", title, "/", "governance.read"),
            new Place(who is null ? [] : [$"governance.read/{by}:{who}"], null, false)));
        return await db.SaveChangesAsync();
    });

    public static Task<IReadOnlyList<string>> FindAsAsync(TestTenant tenant, Guid account, HeldAccess held, string query) => tenant.InsideAsync<IReadOnlyList<string>>(async services =>
    {
        services.GetRequiredService<CurrentAccount>().SignIn(account, held);
        var outcome = await services.GetRequiredService<Searching>().FindAsync(new SearchQuery(query), CancellationToken.None);
        return [.. outcome.Found.Rows.Select(r => r.Title)];
    });

    public static Task ForbidAsync(TestTenant tenant, string word, Func<HttpClient, Task> work) => ForbidAsync(tenant, [word], work);

    /// <summary>Works as an account that holds every word but these.</summary>
    public static async Task ForbidAsync(TestTenant tenant, string[] words, Func<HttpClient, Task> work)
    {
        await using var api = new RealHost<ApiHost>(tenant.Site.Settings,
            services => services.AddScoped<IAccountAccess>(p => new LessAccess(p.GetRequiredService<AccountAccess>(), words)));
        using var client = new HttpClient { BaseAddress = api.Address };
        client.DefaultRequestHeaders.Add("X-Tenant", tenant.Slug);
        client.DefaultRequestHeaders.Authorization = new("Bearer", await tenant.TokenAsync(tenant.OwnerEmail));
        await work(client);
    }

    public static async Task<int> OwnerAsync(TestTenant tenant, string sql)
    {
        await using var source = OwnerSql.Source(tenant.Site.Owner);
        await using var command = source.CreateCommand(sql.Replace("{0}", tenant.Tenant.Schema, StringComparison.Ordinal));
        return await command.ExecuteNonQueryAsync();
    }

    public static Task<List<string[]>> RowsAsync(TestTenant tenant, string sql, params object[] parameters) => tenant.InsideAsync(async services =>
    {
        await using var connection = await services.GetRequiredService<TenantConnection>().OpenAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string[]>();
        while (await reader.ReadAsync()) rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i).ToString() ?? "")]);
        return rows;
    });

    private static Task<List<Entity>> AllAsync(DbContext db, IEntityType type) =>
        (Task<List<Entity>>)typeof(Records).GetMethod(nameof(ListAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(type.ClrType).Invoke(null, [db])!;

    private static async Task<List<Entity>> ListAsync<T>(DbContext db) where T : Entity => [.. await db.Set<T>().ToListAsync()];

    private sealed class Note : Entity;

    private sealed class LessAccess(AccountAccess access, string[] without) : IAccountAccess
    {
        public Task<HeldAccess?> HeldByAsync(Guid account, CancellationToken ct) => access.HeldByAsync(account, ct);

        public Task<IReadOnlySet<Guid>> StillAsync(
            CivicPulse.Platform.Tenancy.Tenant tenant, IReadOnlyCollection<(Guid Account, Guid Session)> asked, CancellationToken ct) => access.StillAsync(tenant, asked, ct);

        public async Task<HeldAccess?> FindAsync(CivicPulse.Platform.Tenancy.Tenant tenant, Guid account, Guid session, CancellationToken ct) =>
            await access.FindAsync(tenant, account, session, ct) is { } held ? HeldAccess.Everywhere(held.Words.Except(without)) : null;
    }
}
