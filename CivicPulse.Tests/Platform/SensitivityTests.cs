using System.Text.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Http;
using CivicPulse.Tests.Support;
using Npgsql;

namespace CivicPulse.Tests.Platform;

public sealed class SensitivityTests(TestSystem system)
{
    private sealed record Card(Guid Id, string Name, [property: Sensitive(Sensitivity.Confidential)] string? Phone, [property: Sensitive(Sensitivity.Restricted)] string? Note);

    [Fact]
    public async Task Who_holds_the_tier_sees_the_field_and_it_is_noted_once_for_the_request()
    {
        var tenant = await system.NewTenantAsync();
        var people = new List<string> { (await tenant.JoinAsync(new { role = "member" })).Id, (await tenant.JoinAsync(new { role = "member" })).Id };
        var (staff, viewer) = (await tenant.AsAsync(Role.Staff), await tenant.AsAsync(Role.Viewer));
        var before = (await EventsAsync(tenant)).Count;

        Assert.All((await viewer.ReadAsync("/api/v1/accounts")).List("items"), a => Assert.False(a.TryGetProperty("email", out _)));
        Assert.Equal(before, (await EventsAsync(tenant)).Count);

        Assert.All((await staff.ReadAsync("/api/v1/accounts")).List("items"), a => Assert.Contains('@', a.Text("email")));
        await Eventually.TrueAsync(async () => (await EventsAsync(tenant)).Count > before);
        var noted = JsonSerializer.Deserialize<JsonElement>(Assert.Single((await EventsAsync(tenant)).Skip(before)));
        Assert.Equal("account", noted.Text("actor_kind"));
        var text = noted.GetRawText();
        Assert.Contains("\"email\"", text, StringComparison.Ordinal);
        Assert.All(people, id => Assert.Contains(id, text, StringComparison.Ordinal));
        Assert.DoesNotContain('@', text);
    }

    [Fact]
    public void Without_anybody_asking_sensitive_fields_stay_out()
    {
        var json = JsonSerializer.Serialize(new Card(Guid.NewGuid(), "Name", "+1 555-0100", "Note"), Wire.Json);
        Assert.Contains("Name", json, StringComparison.Ordinal);
        Assert.DoesNotContain("555-0100", json, StringComparison.Ordinal);
        Assert.DoesNotContain("Note", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_flow_of_control_has_its_own_asker()
    {
        await Parallel.ForAsync(0, 200, async (i, ct) =>
        {
            var account = new CurrentAccount();
            account.SignIn(Guid.NewGuid(), HeldAccess.Everywhere(i % 2 == 0 ? [PlatformPermissions.ReadConfidential] : []));
            var redaction = new Redaction(account);
            redaction.Begin();
            await Task.Yield();
            await Task.Delay(i % 3, ct);
            var json = JsonSerializer.Serialize(new Card(Guid.NewGuid(), "Name", "+1 555-0100", "private"), Wire.Json);
            Assert.Equal(i % 2 == 0, json.Contains("555-0100", StringComparison.Ordinal));
            Assert.DoesNotContain("private", json, StringComparison.Ordinal);
            Assert.Equal(i % 2 == 0 ? 1 : 0, redaction.Seen.Count);
        });
    }

    [Fact]
    public void What_goes_to_others_holds_nothing_sensitive_whoever_sends_it()
    {
        var account = new CurrentAccount();
        account.SignIn(Guid.NewGuid(), HeldAccess.Everywhere([PlatformPermissions.ReadConfidential, PlatformPermissions.ReadRestricted]));
        new Redaction(account).Begin();
        var card = new Card(Guid.NewGuid(), "Name", "+1 555-0100", "private");
        Assert.Contains("private", JsonSerializer.Serialize(card, Wire.Json), StringComparison.Ordinal);
        var sent = Redaction.ForOthers(() => JsonSerializer.Serialize(card, Wire.Json));
        Assert.DoesNotContain("555-0100", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("private", sent, StringComparison.Ordinal);
        Assert.Contains("private", JsonSerializer.Serialize(card, Wire.Json), StringComparison.Ordinal);
    }

    [Fact]
    public void Exports_ask_for_columns()
    {
        var account = new CurrentAccount();
        account.SignIn(Guid.NewGuid(), HeldAccess.Everywhere([PlatformPermissions.ReadConfidential]));
        var redaction = new Redaction(account);
        Assert.Equal(["Id", "Name", "Phone"], typeof(Card).GetProperties().Where(redaction.Shows).Select(p => p.Name));
        Assert.Equal(["Id", "Name"], typeof(Card).GetProperties().Where(new Redaction(new CurrentAccount()).Shows).Select(p => p.Name));
    }

    [Fact]
    public async Task The_description_of_the_api_marks_the_field()
    {
        using var client = new HttpClient { BaseAddress = system.BaseAddress };
        var schemas = (await client.ReadAsync("/openapi/v1.json")).GetProperty("components").GetProperty("schemas");
        Assert.Equal("confidential", schemas.GetProperty("AccountSummary").GetProperty("properties").GetProperty("email").Text("x-sensitivity"));
    }

    private async Task<List<string>> EventsAsync(TestTenant tenant)
    {
        await using var source = OwnerSql.Source(tenant.Site.Owner);
        await using var command = source.CreateCommand($"select to_jsonb(e)::text from {tenant.Tenant.Schema}.audit_entries e where to_jsonb(e)::text like '%platform.sensitive_viewed%' order by id");
        await using var reader = await command.ExecuteReaderAsync();
        var found = new List<string>();
        while (await reader.ReadAsync()) found.Add(reader.GetString(0));
        return found;
    }
}
