using System.IO.Compression;
using System.Net;
using System.Text;
using CivicPulse.Platform.Files;
using CivicPulse.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Tests.Governance;

public sealed class AttachmentTests(TestSystem system)
{
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 1, 2, 3];

    [Fact]
    public async Task A_file_is_given_out_to_be_stored_and_goes_with_its_owner()
    {
        var tenant = await system.NewTenantAsync();
        var meeting = (await tenant.Owner.NewMeetingAsync()).Text("id");
        var item = (await tenant.Owner.SendAsync($"/api/v1/meetings/{meeting}/agenda-items", new { title = "Pump" })).Text("id");
        var kept = await tenant.Owner.UploadAsync($"/api/v1/agenda-items/{item}/attachments", "pump.png", Png, HttpStatusCode.Created);
        Assert.Equal(("image/png", "pump.png", Png.Length), (kept.Text("media_type"), kept.Text("file_name"), kept.GetProperty("size").GetInt32()));
        var content = $"/api/v1/agenda-items/{item}/attachments/{kept.Text("id")}/content";
        using (var response = await tenant.Owner.GetAsync(content))
        {
            Assert.Equal(Png, await response.Content.ReadAsByteArrayAsync());
            Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
            Assert.Contains("sandbox", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        }
        var key = (await system.Site.TextsAsync($"select file_key from {tenant.Tenant.Schema}.agenda_item_attachments")).Single();
        Assert.True(await IsKeptAsync(tenant, key));
        using var deleted = await tenant.Owner.DeleteAsync($"/api/v1/meetings/{meeting}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await tenant.Owner.GetAsync(content)).StatusCode);
        await Eventually.TrueAsync(async () => !await IsKeptAsync(tenant, key));
    }

    [Fact]
    public async Task Matters_and_motions_have_links_and_files_and_a_link_has_no_content()
    {
        var tenant = await system.NewTenantAsync();
        var body = (await tenant.Owner.SendAsync("/api/v1/bodies", new { name = "Council", classification = "legislature" })).Text("id");
        var matter = (await tenant.Owner.SendAsync("/api/v1/matters", new { body_id = body, identifier = "ORD 1", title = "Parks", classification = "ordinance" })).Text("id");
        var path = $"/api/v1/matters/{matter}/attachments";
        var link = await tenant.Owner.SendAsync(path, new { title = "First version", url = "https://town.example/1.pdf", media_type = "application/pdf", classification = "version" });
        Assert.Equal(HttpStatusCode.NotFound, (await tenant.Owner.GetAsync($"{path}/{link.Text("id")}/content")).StatusCode);
        var file = await tenant.Owner.UploadAsync(path, "second.pdf", "%PDF-1.7 second"u8.ToArray(), HttpStatusCode.Created);
        Assert.Equal(["First version", "second.pdf"], (await tenant.Owner.ReadAsync(path)).List("items").Select(a => a.Text("title")));
        var key = (await system.Site.TextsAsync($"select file_key from {tenant.Tenant.Schema}.matter_attachments where file_key is not null")).Single();
        Assert.Equal(HttpStatusCode.NoContent, (await tenant.Owner.DeleteAsync($"{path}/{file.Text("id")}")).StatusCode);
        await Eventually.TrueAsync(async () => !await IsKeptAsync(tenant, key));

        var other = await tenant.Owner.UploadAsync(path, "third.pdf", "%PDF-1.7 third"u8.ToArray(), HttpStatusCode.Created);
        key = (await system.Site.TextsAsync($"select file_key from {tenant.Tenant.Schema}.matter_attachments where id = '{other.Text("id")}'")).Single();
        Assert.Equal(HttpStatusCode.NoContent, (await tenant.Owner.DeleteAsync($"/api/v1/bodies/{body}")).StatusCode);
        await Eventually.TrueAsync(async () => !await IsKeptAsync(tenant, key));
    }

    public static TheoryData<string, string, int> Hostile => new()
    {
        { "page.html", "<script>alert(1)</script>", 415 },
        { "picture.svg", "<svg onload='alert(1)'/>", 415 },
        { "picture.png", "<script>alert(1)</script>", 415 },
        { "paper.pdf", "MZ\u0090\0", 415 },
        { "program.exe", "MZ", 415 },
        { "text.txt", "a\0b", 415 },
        { "letter.docx", "PK\u0003\u0004 no archive", 415 },
        { "nothing.pdf", "", 400 },
        { "no-extension", "text", 415 },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task What_is_not_what_its_name_says_or_could_be_run_is_refused(string name, string content, int status)
    {
        var tenant = await system.SharedTenantAsync();
        var meeting = (await tenant.Owner.NewMeetingAsync()).Text("id");
        await tenant.Owner.UploadAsync($"/api/v1/meetings/{meeting}/attachments", name, Encoding.Latin1.GetBytes(content), (HttpStatusCode)status);
        Assert.Empty((await tenant.Owner.ReadAsync($"/api/v1/meetings/{meeting}/attachments")).List("items"));
    }

    [Theory]
    [InlineData("{\"title\":\"x\",\"url\":\"javascript:alert(1)\"}")]
    [InlineData("{\"title\":\"x\",\"url\":\"\"}")]
    [InlineData("{\"title\":\"x\"}")]
    [InlineData("{\"title\":\"x\\u0000\",\"url\":\"https://town.example/\"}")]
    [InlineData("{\"title\":\"x\",\"url\":\"https://town.example/\",\"media_type\":\"text/html; charset=x\\r\\nSet-Cookie: a=b\"}")]
    [InlineData("null")]
    public async Task A_link_that_cannot_be_followed_is_refused(string body)
    {
        var tenant = await system.SharedTenantAsync();
        var meeting = (await tenant.Owner.NewMeetingAsync()).Text("id");
        using var answer = await tenant.Owner.PostAsync($"/api/v1/meetings/{meeting}/attachments", new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal((400, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("a.xlsx", "xl/workbook.xml", FileKind.Xlsx)]
    [InlineData("a.pptx", "ppt/presentation.xml", FileKind.Pptx)]
    [InlineData("a.docx", "word/document.xml", FileKind.Docx)]
    [InlineData("a.docx", "xl/workbook.xml", null)]
    [InlineData("a.zip", "x", null)]
    public void Office_files_are_told_by_what_is_in_them(string name, string part, FileKind? expected)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true)) archive.CreateEntry(part);
        Assert.Equal(expected, FileKinds.Recognise(file.ToArray(), name));
    }

    private static Task<bool> IsKeptAsync(TestTenant tenant, string key) => tenant.InsideAsync(async services =>
    {
        try
        {
            await using var stream = await services.GetRequiredService<BlobFiles>().OpenAsync(key, CancellationToken.None);
            return true;
        }
        catch (Azure.RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
    });
}
