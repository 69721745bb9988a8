using System.Text.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CivicPulse.Tests.Laws;

/// <summary>What holds for every searchable record, read from the model: a new kind is under these laws without a line of test.</summary>
public sealed class SearchLaws(TestSystem system)
{
    [Fact]
    public async Task Every_searchable_record_is_found_when_created_anew_when_changed_and_never_when_deleted()
    {
        var tenant = await system.NewTenantAsync();
        await Records.FillAsync(tenant, "Ptarmigan");
        foreach (var type in await Records.SearchableAsync(tenant))
        {
            Assert.True(await FindsAsync(tenant, "ptarmigan", type) || type.GetTableName() == "transcripts", $"No {type.GetTableName()} was found after its creation.");
            var changed = await Records.ChangeAsync(tenant, type, "quetzalcoatlus");
            Assert.True(!changed || await FindsAsync(tenant, "quetzalcoatlus", type), $"{type.GetTableName()} was not found by what it was changed to.");
            var gone = await Records.DeleteAsync(tenant, type);
            Assert.Empty(await Records.EntriesOfAsync(tenant, gone));
            Assert.False(await FindsAsync(tenant, "ptarmigan", type) || await FindsAsync(tenant, "quetzalcoatlus", type), $"{type.GetTableName()} was found after it was deleted.");
        }
        Assert.Empty(await HitsAsync(tenant.Owner, "ptarmigan"));
    }

    [Fact]
    public async Task Without_the_word_of_a_kind_nothing_of_it_is_found_counted_suggested_or_corrected_to()
    {
        var tenant = await system.NewTenantAsync();
        await Records.FillAsync(tenant, "Ptarmigan");
        var entries = await Records.RowsAsync(tenant, "select distinct kind, permission from search_entries");
        Assert.NotEmpty(entries);
        foreach (var word in entries.Select(e => e[1]).Distinct(StringComparer.Ordinal))
        {
            var hidden = entries.Where(e => e[1] == word).Select(e => e[0]).ToHashSet(StringComparer.Ordinal);
            await Records.ForbidAsync(tenant, word, async client =>
            {
                foreach (var query in (string[])["ptarmigan", "ptarmigans nest", "ptarmigen"])
                {
                    var found = await client.ReadAsync($"/api/v1/search?q={query}&limit=100");
                    Assert.DoesNotContain(found.List("items"), h => hidden.Contains(h.Text("kind")) || (h.TryGetProperty("part_of", out var whole) && hidden.Contains(whole.Text("kind")) && whole.TryGetProperty("title", out _)));
                    Assert.DoesNotContain(found.List("facets").Where(f => f.Text("name") == "kind").SelectMany(f => f.List("values")), v => hidden.Contains(v.Text("value")));
                }
                Assert.DoesNotContain((await client.ReadAsync("/api/v1/search/suggestions?q=ptar&limit=20")).List("items"), s => hidden.Contains(s.Text("kind")));
            });
        }
    }

    [Fact]
    public async Task Where_no_word_is_held_nothing_at_all_is_shown_not_even_a_better_spelling()
    {
        var tenant = await system.NewTenantAsync();
        await Records.FillAsync(tenant, "Ptarmigan");
        var words = (await Records.RowsAsync(tenant, "select distinct permission from search_entries")).Select(r => r[0]).ToArray();
        await Records.ForbidAsync(tenant, words, async client =>
        {
            foreach (var query in (string[])["ptarmigan", "ptarmigen", "\"ptarmigan\""])
            {
                var found = await client.ReadAsync("/api/v1/search?q=" + query);
                Assert.Equal((0, 0, 0, false), (found.List("items").Count, found.List("facets").Count, found.GetProperty("total").GetInt32(), found.TryGetProperty("corrected", out _)));
            }
            Assert.Empty((await client.ReadAsync("/api/v1/search/suggestions?q=ptar")).List("items"));
        });
    }

    [Fact]
    public async Task Another_tenant_finds_nothing()
    {
        var (mine, theirs) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        await Records.FillAsync(theirs, "Ptarmigan");
        foreach (var query in (string[])["ptarmigan", "ptarmigen", "library roof"])
        {
            var found = await mine.Owner.ReadAsync("/api/v1/search?q=" + query);
            Assert.Equal((0, 0, false), (found.List("items").Count, found.List("facets").Count, found.TryGetProperty("corrected", out _)));
        }
    }

    [Theory]
    [InlineData("own")]
    [InlineData("team")]
    [InlineData("district")]
    [InlineData("state")]
    public async Task A_word_that_reaches_less_finds_only_what_it_reaches(string by)
    {
        var tenant = await system.NewTenantAsync();
        var (me, other) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var (title, who) in new[] { ("Mine ptarmigan", me), ("Foreign ptarmigan", other), ("Nobody's ptarmigan", (Guid?)null) }.Select(x => (x.Item1, x.Item2)))
            await Records.WriteAsync(tenant, title, by, who);
        var reach = by switch
        {
            "own" => Reach.OwnRecords,
            "team" => Reach.OfTeams(me),
            "district" => Reach.OfDistricts(me),
            _ => Reach.InStates(me.ToString()),
        };
        var held = HeldAccess.Of([(reach, ["governance.read"]), (Reach.Everywhere, ["platform.search"])], []);
        Assert.Equal(["Mine ptarmigan"], await Records.FindAsAsync(tenant, me, held, "ptarmigan"));
        Assert.Equal(3, (await Records.FindAsAsync(tenant, me, HeldAccess.Everywhere(["governance.read"]), "ptarmigan")).Count);
        Assert.Empty(await Records.FindAsAsync(tenant, me, HeldAccess.Everywhere(["documents.read"]), "ptarmigan"));
    }

    /// <summary>One rule in two places is a rule and a half: what the index compares is what the table's rule says.</summary>
    [Fact]
    public async Task Every_searchable_table_names_its_word_and_its_parts_are_parts_of_something_searchable()
    {
        var tenant = await system.NewTenantAsync();
        await Records.FillAsync(tenant, "Ptarmigan");
        foreach (var type in await Records.SearchableAsync(tenant))
        {
            var (word, parts) = await Records.RuleOfAsync(tenant, type);
            Assert.All(await Records.RowsAsync(tenant, $"select permission, inherits::text, part_of_id is null from search_entries where record_table = '{type.GetTableName()}'"), entry =>
            {
                Assert.Equal(word, entry[0]);
                Assert.Equal((parts, false), (entry[1] == "true", parts && entry[2] == "True"));
            });
        }
        Assert.Empty(await Records.RowsAsync(tenant, "select id from search_entries e where inherits and not exists (select from search_entries w where w.id = e.part_of_id)"));
    }

    [Fact]
    public async Task What_is_confined_is_found_by_its_audience_alone_and_so_are_its_parts()
    {
        var tenant = await system.NewTenantAsync();
        await Records.FillAsync(tenant, "Ptarmigan");
        var team = Guid.NewGuid();
        await Records.OwnerAsync(tenant, $"set search_path = {{0}}, extensions; update {{0}}.search_entries set audience = array['documents.read_confined', 'team:{team}'] where kind = 'document'");
        IEnumerable<(Reach, IEnumerable<string>)> reader = [(Reach.Everywhere, ["documents.read"])];
        Assert.Empty(await Records.FindAsAsync(tenant, Guid.NewGuid(), HeldAccess.Of(reader, []), "ptarmigan"));
        Assert.Single(await Records.FindAsAsync(tenant, Guid.NewGuid(), HeldAccess.Of(reader, [team]), "ptarmigan"));
        Assert.Single(await Records.FindAsAsync(tenant, Guid.NewGuid(), HeldAccess.Everywhere(["documents.read", "documents.read_confined"]), "ptarmigan"));
    }

    /// <summary>The twin: with the view's trigger gone, the law above sees it.</summary>
    [Fact]
    public async Task The_law_notices_when_saves_no_longer_reach_the_index()
    {
        var tenant = await system.NewTenantAsync();
        await Records.OwnerAsync(tenant, "create or replace function {0}.lost() returns trigger language plpgsql as 'begin return new; end'; drop trigger search_write on {0}.search_writes; create trigger search_write instead of insert on {0}.search_writes for each row execute function {0}.lost()");
        await tenant.Owner.NewMeetingAsync("Ptarmigan");
        Assert.Empty(await HitsAsync(tenant.Owner, "ptarmigan"));
    }

    /// <summary>The twin: an entry that names another word is open to those who hold that one, so it is the word that hides it.</summary>
    [Fact]
    public async Task The_law_notices_when_an_entry_loses_its_word()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("Ptarmigan");
        await Records.ForbidAsync(tenant, "governance.read", async client =>
        {
            Assert.Empty(await HitsAsync(client, "ptarmigan"));
            await Records.OwnerAsync(tenant, "update {0}.search_entries set permission = 'platform.search'");
            Assert.Single(await HitsAsync(client, "ptarmigan"));
        });
    }

    private static async Task<IReadOnlyList<JsonElement>> HitsAsync(HttpClient client, string query) =>
        (await client.ReadAsync("/api/v1/search?limit=100&q=" + query)).List("items");

    private static async Task<bool> FindsAsync(TestTenant tenant, string query, IEntityType type)
    {
        var kinds = await Records.KindsAsync(tenant, type);
        return (await HitsAsync(tenant.Owner, query)).Any(h => kinds.Contains(h.Text("kind")));
    }
}
