using System.IO.Compression;
using System.Net;
using CivicPulse.Modules.Documents.Model;
using CivicPulse.Platform.Http;
using CivicPulse.Tests.Support;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Document = DocumentFormat.OpenXml.Wordprocessing.Document;

namespace CivicPulse.Tests.Documents;

public sealed class DocumentTests(TestSystem system)
{
    [Fact]
    public async Task The_words_of_each_kind_of_file_become_searchable()
    {
        var tenant = await system.NewTenantAsync();
        (string Name, byte[] Content)[] files =
        [
            ("plan.txt", "The pelican sanctuary opens in June."u8.ToArray()),
            ("page.html", "<html><head><script>var hidden = 1;</script></head><body><h1>Notice</h1><p>The orchard fence was painted.</p></body></html>"u8.ToArray()),
            ("letter.docx", Word("The lighthouse keeper retires.")),
            ("report.pdf", Pdf("The granite quarry closes")),
        ];
        foreach (var (name, content) in files)
            Assert.Equal("succeeded", (await tenant.Owner.FinishedAsync(await tenant.Owner.UploadAsync("/api/v1/documents", name, content))).Text("state"));
        foreach (var word in (string[])["pelican", "orchard", "lighthouse", "quarry"])
            Assert.Equal("document", Assert.Single((await tenant.Owner.ReadAsync($"/api/v1/search?q={word}&kind=document")).List("items")).Text("kind"));
        Assert.Empty((await tenant.Owner.ReadAsync("/api/v1/search?q=hidden")).List("items"));
    }

    [Fact]
    public async Task A_new_version_is_the_document_and_the_old_one_stays()
    {
        var tenant = await system.NewTenantAsync();
        var first = await tenant.Owner.UploadAsync("/api/v1/documents", "rules.txt", "Dogs are welcome."u8.ToArray());
        await tenant.Owner.FinishedAsync(first);
        var id = first.Text("subject_id");
        await tenant.Owner.FinishedAsync(await tenant.Owner.UploadAsync($"/api/v1/documents/{id}/versions", "rules-2.txt", "The budget was balanced in autumn."u8.ToArray()));

        Assert.Equal((2, "rules-2.txt"), ((await tenant.Owner.ReadAsync($"/api/v1/documents/{id}")).GetProperty("version").GetInt32(), (await tenant.Owner.ReadAsync($"/api/v1/documents/{id}")).Text("file_name")));
        Assert.Equal("The budget was balanced in autumn.", (await tenant.Owner.ReadAsync($"/api/v1/documents/{id}/text")).Text("text"));
        Assert.Equal("Dogs are welcome.", await tenant.Owner.GetStringAsync($"/api/v1/documents/{id}/versions/1/content"));
        Assert.Empty((await tenant.Owner.ReadAsync("/api/v1/search?q=dogs")).List("items"));
    }

    [Fact]
    public async Task An_uploaded_page_is_never_run_as_a_page_of_ours()
    {
        var tenant = await system.NewTenantAsync();
        var job = await tenant.Owner.UploadAsync("/api/v1/documents", "evil.html", "<script>alert(1)</script><p>text</p>"u8.ToArray());
        using var response = await tenant.Owner.GetAsync($"/api/v1/documents/{job.Text("subject_id")}/versions/1/content");
        Assert.Equal("application/octet-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Contains("sandbox", response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("nosniff", response.Headers.GetValues("X-Content-Type-Options"));
    }

    [Fact]
    public async Task A_damaged_file_is_kept_and_said_to_be_unreadable()
    {
        var tenant = await system.NewTenantAsync();
        var job = await tenant.Owner.FinishedAsync(await tenant.Owner.UploadAsync("/api/v1/documents", "broken.pdf", "%PDF-1.7 and then nothing"u8.ToArray()));
        Assert.Equal("failed", job.Text("state"));
        Assert.Contains("damaged", job.Text("error"), StringComparison.Ordinal);
        Assert.Equal("failed", (await tenant.Owner.ReadAsync($"/api/v1/documents/{job.Text("subject_id")}")).Text("state"));
    }

    [Theory]
    [InlineData("a.pdf", "just text")]
    [InlineData("a.docx", "PK\u0003\u0004 not a zip")]
    [InlineData("a.txt", "%PDF-1.7 in disguise")]
    [InlineData("a.exe", "MZ")]
    [InlineData("noextension", "text")]
    public void Content_and_name_must_agree(string name, string content) =>
        Assert.Equal("documents.kind", Assert.Throws<BadInput>(() => DocumentKinds.Recognise(System.Text.Encoding.Latin1.GetBytes(content), name)).Code);

    [Fact]
    public void A_zip_that_is_no_word_file_is_refused()
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true)) zip.CreateEntry("xl/workbook.xml");
        Assert.Throws<BadInput>(() => DocumentKinds.Recognise(memory.ToArray(), "a.docx"));
    }

    [Fact]
    public async Task Deleting_a_document_takes_its_files_and_index_along()
    {
        var tenant = await system.NewTenantAsync();
        var job = await tenant.Owner.UploadAsync("/api/v1/documents", "secret.txt", "The walrus statue is moved."u8.ToArray());
        await tenant.Owner.FinishedAsync(job);
        Assert.Single((await tenant.Owner.ReadAsync("/api/v1/search?q=walrus")).List("items"));
        Assert.Equal(HttpStatusCode.NoContent, (await tenant.Owner.DeleteAsync($"/api/v1/documents/{job.Text("subject_id")}")).StatusCode);
        await Eventually.TrueAsync(async () => (await tenant.Owner.ReadAsync("/api/v1/search?q=walrus")).List("items").Count == 0);
    }

    private static byte[] Word(string text)
    {
        using var memory = new MemoryStream();
        using (var word = WordprocessingDocument.Create(memory, WordprocessingDocumentType.Document))
            word.AddMainDocumentPart().Document = new Document(new Body(new Paragraph(new Run(new Text(text)))));
        return memory.ToArray();
    }

    private static byte[] Pdf(string text)
    {
        var builder = new UglyToad.PdfPig.Writer.PdfDocumentBuilder();
        var font = builder.AddStandard14Font(UglyToad.PdfPig.Fonts.Standard14Fonts.Standard14Font.Helvetica);
        builder.AddPage(UglyToad.PdfPig.Content.PageSize.A4).AddText(text, 12, new UglyToad.PdfPig.Core.PdfPoint(50, 700), font);
        return builder.Build();
    }
}
