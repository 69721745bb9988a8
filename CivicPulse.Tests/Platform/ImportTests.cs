using System.IO.Compression;
using System.Net;
using System.Text;
using CivicPulse.Platform.Access;
using CivicPulse.Tests.Support;
using Npgsql;

namespace CivicPulse.Tests.Platform;

public sealed class ImportTests(TestSystem system)
{
    [Fact]
    public async Task A_file_is_understood_shown_mapped_tried_and_taken_in()
    {
        var tenant = await system.NewTenantAsync();
        var import = await tenant.Owner.ImportAsync("bodies", "Body Name;Type;Purpose;Founded\r\nCouncil;legislature;\"Makes\r\nlaws\";1901\r\nParks;Parks & Rec;;1950\r\n");
        Assert.Equal("uploaded", import.Text("state"));
        Assert.Equal(";", import.Text("delimiter"));
        Assert.Equal(["Body Name", "Type", "Purpose", "Founded"], import.List("columns").Select(c => c.GetString()));
        Assert.Equal("name classification description", string.Join(' ', import.GetProperty("mapping").EnumerateObject().Select(m => m.Value.GetString())));
        var shown = (await tenant.Owner.ReadAsync($"/api/v1/imports/{import.Text("id")}/preview")).List("rows");
        Assert.Equal("Makes\r\nlaws", shown[0].GetProperty("values").Text("description"));
        Assert.Equal("classification", shown[1].GetProperty("problem").Text("field"));

        Assert.Equal("2 1 0 0 1", (await tenant.Owner.RunAsync(import, new { dry_run = true })).Counts());
        Assert.Empty((await tenant.Owner.ReadAsync("/api/v1/bodies")).List("items"));
        var done = await tenant.Owner.RunAsync(import);
        Assert.Equal(("succeeded", "2 1 0 0 1"), (done.Text("state"), done.Counts()));
        Assert.Equal(
            ["Body Name;Type;Purpose;Founded;row;problem;field;message", "Parks;Parks & Rec;;1950;3;invalid;classification;The field classification must match the regular expression '[a-z_]+'."],
            await tenant.Owner.RejectsAsync(import));
    }

    [Fact]
    public async Task The_same_file_twice_changes_nothing_and_a_changed_row_changes_one()
    {
        var tenant = await system.NewTenantAsync();
        const string File = "name,classification,description\nA,committee,x\nB,committee,\n";
        await tenant.Owner.RunAsync(await tenant.Owner.ImportAsync("bodies", File));
        var before = await EntriesAsync(tenant);
        Assert.Equal("2 0 0 2 0", (await tenant.Owner.RunAsync(await tenant.Owner.ImportAsync("bodies", File))).Counts());
        Assert.Equal(before, await EntriesAsync(tenant));
        // A column that is not there says nothing; an empty cell says that there is nothing.
        Assert.Equal("2 0 1 1 0", (await tenant.Owner.RunAsync(await tenant.Owner.ImportAsync("bodies", "name,classification\nA,commission\nB,committee\n"))).Counts());
        Assert.Equal("1 0 1 0 0", (await tenant.Owner.RunAsync(await tenant.Owner.ImportAsync("bodies", "name,description\nA,\n"))).Counts());
        Assert.Equal("1 0 0 1 0", (await tenant.Owner.RunAsync(await tenant.Owner.ImportAsync("bodies", "name,classification\nA,committee\n"), new { existing = "skip" })).Counts());
        Assert.Equal("commission", (await tenant.Owner.ReadAsync("/api/v1/bodies")).List("items").Single(b => b.Text("name") == "A").Text("classification"));
    }

    [Fact]
    public async Task Meetings_name_their_body_and_a_body_that_is_not_there_is_told()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.SendAsync("/api/v1/bodies", new { name = "Council", classification = "legislature" });
        var import = await tenant.Owner.ImportAsync("meetings", "Title,Date,Organization,Status\nBudget,2026-03-02 18:00,Council,Confirmed\nRoads,2026-03-03,Nobody,\nLate,tomorrow,Council,\n");
        Assert.Equal("3 1 0 0 2", (await tenant.Owner.RunAsync(import)).Counts());
        var rejects = await tenant.Owner.RejectsAsync(import);
        Assert.Contains("governance.no_such_body", rejects[1], StringComparison.Ordinal);
        Assert.Contains("transfer.not_a_date,start_date", rejects[2], StringComparison.Ordinal);
        var meeting = (await tenant.Owner.ReadAsync("/api/v1/meetings")).List("items").Single();
        Assert.Equal(("Budget", "Council"), (meeting.Text("name"), meeting.Text("body_name")));
    }

    [Theory]
    [InlineData("utf-8", "Ä,committee", "Ä")]
    [InlineData("utf-16", "Ä,committee", "Ä")]
    [InlineData("utf-16BE", "Ä,committee", "Ä")]
    [InlineData("windows-1252", "Ä – €,committee", "Ä – €")]
    public async Task Encodings_are_recognised(string encoding, string row, string name)
    {
        var tenant = await system.NewTenantAsync();
        var text = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        var import = await tenant.Owner.ImportAndRunAsync("bodies", "b.csv", [.. text.GetPreamble(), .. text.GetBytes("name,classification\r\n" + row + "\r\n")]);
        Assert.Equal("1 1 0 0 0", import.Counts());
        Assert.Equal(name, (await tenant.Owner.ReadAsync("/api/v1/bodies")).List("items").Single().Text("name"));
    }

    [Theory]
    [InlineData("""[{"name":"A","classification":"committee"},{"name":"B","classification":"committee","more":[1]}]""", "json", "2 2 0 0 0")]
    [InlineData("""{"next":null,"items":[{"name":"A","classification":"committee"}],"count":1}""", "json", "1 1 0 0 0")]
    [InlineData("{\"name\":\"A\",\"classification\":\"committee\"}\n\n{broken\n{\"name\":\"B\",\"classification\":\"committee\"}", "jsonl", "3 2 0 0 1")]
    [InlineData("""[{"name":"A","classification":"committee"},7,{"name":"\ud800","classification":"committee"}]""", "json", "3 1 0 0 2")]
    public async Task Json_comes_in_several_forms(string json, string format, string counts)
    {
        var tenant = await system.NewTenantAsync();
        var import = await tenant.Owner.ImportAndRunAsync("bodies", "b", Encoding.UTF8.GetBytes(json));
        Assert.Equal((format, counts), (import.Text("format"), import.Counts()));
    }

    [Fact]
    public async Task A_mapping_of_ones_own_is_checked_and_used()
    {
        var tenant = await system.NewTenantAsync();
        var import = await tenant.Owner.ImportAsync("bodies", "x,y\nA,committee\n");
        var path = $"/api/v1/imports/{import.Text("id")}";
        Assert.Equal(["name", "classification"], import.List("missing").Select(m => m.GetString()));
        Assert.Equal("transfer.field_not_mapped", (await tenant.Owner.SendAsync(path + "/runs", new { }, HttpStatusCode.Conflict)).Text("code"));
        foreach (var wrong in (object[])[new { z = "name" }, new { x = "nope" }, new { x = "name", y = "name" }])
            Assert.Equal("transfer.bad_mapping", (await PutAsync(tenant.Owner, path, wrong, HttpStatusCode.UnprocessableEntity)).Text("code"));
        await PutAsync(tenant.Owner, path, new { x = "name", y = "classification" }, HttpStatusCode.OK);
        Assert.Equal("1 1 0 0 0", (await tenant.Owner.RunAsync(import)).Counts());
    }

    [Fact]
    public async Task What_cannot_be_imported_is_told_clearly()
    {
        var tenant = await system.NewTenantAsync();
        async Task<string> Code(string kind, byte[] content, HttpStatusCode status) => (await tenant.Owner.UploadAsync("/api/v1/imports?kind=" + kind, "x", content, status)).Text("code");
        Assert.Equal("transfer.unknown_kind", await Code("ghosts", "a"u8.ToArray(), HttpStatusCode.UnprocessableEntity));
        Assert.Equal("transfer.unknown_kind", await Code("documents", "a"u8.ToArray(), HttpStatusCode.UnprocessableEntity));
        Assert.Equal("empty_file", await Code("bodies", [], HttpStatusCode.BadRequest));
        Assert.Equal("transfer.unknown_format", await Code("bodies", "%PDF-1.7"u8.ToArray(), HttpStatusCode.UnsupportedMediaType));
        Assert.Equal("transfer.too_many_columns", await Code("bodies", Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 1_000_000))), HttpStatusCode.BadRequest));
        Assert.Equal("transfer.broken_file", await Code("bodies", "PK\u0003\u0004 no archive"u8.ToArray(), HttpStatusCode.BadRequest));
        using var viewer = await tenant.AsAsync(Role.Viewer);
        Assert.Equal("not_permitted", (await viewer.UploadAsync("/api/v1/imports?kind=bodies", "x", "a"u8.ToArray(), HttpStatusCode.Forbidden)).Text("code"));
    }

    [Fact]
    public async Task A_workbook_of_a_spreadsheet_program_is_read_with_its_dates_and_shared_texts()
    {
        var tenant = await system.NewTenantAsync();
        var import = await tenant.Owner.ImportAndRunAsync("meetings", "m.xlsx", Workbook(
            """<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row><row r="3"><c r="A3" t="s"><v>2</v></c><c r="C3" s="1"><v>46083.75</v></c></row>""",
            """<si><t>Meeting</t></si><si><t>Start date</t></si><si><r><t>Town </t></r><r><t>hall</t></r><rPh><t>nope</t></rPh></si>"""));
        Assert.Equal("1 1 0 0 0", import.Counts());
        var meeting = (await tenant.Owner.ReadAsync("/api/v1/meetings")).List("items").Single();
        Assert.Equal(("Town hall", "2026-03-02T18:00:00+00:00"), (meeting.Text("name"), meeting.Text("start_date")));
    }

    [Theory]
    [InlineData("too many texts", "transfer.row_too_long")]
    [InlineData("too many shared texts", "transfer.row_too_long")]
    [InlineData("an attribute", "transfer.broken_file")]
    [InlineData("a section", "transfer.broken_file")]
    [InlineData("names", "transfer.broken_file")]
    [InlineData("depth", "transfer.broken_file")]
    public async Task A_small_workbook_that_unpacks_to_more_than_can_be_held_is_refused(string what, string code)
    {
        var much = new string('x', 1_000_000);
        const string Shared = "<c t=\"s\"><v>0</v></c>";
        var row = what switch
        {
            "too many texts" => string.Concat(Enumerable.Repeat($"<c t=\"inlineStr\"><is><t>{much}</t></is></c>", 40)),
            "too many shared texts" => string.Concat(Enumerable.Repeat(Shared, 500)),
            "an attribute" => $"<c x=\"{string.Concat(Enumerable.Repeat(much, 20))}\"/>{Shared}",
            "a section" => $"<x><![CDATA[{string.Concat(Enumerable.Repeat(much, 20))}]]></x>{Shared}",
            "names" => string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<n{i}/>")) + Shared,
            _ => string.Concat(Enumerable.Repeat("<x>", 100_000)) + string.Concat(Enumerable.Repeat("</x>", 100_000)) + Shared,
        };
        var file = Workbook($"<row>{row}</row>", $"<si><t>{much}</t></si>");
        Assert.InRange(file.Length, 1, 500_000);
        var tenant = await system.NewTenantAsync();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(code, (await tenant.Owner.UploadAsync("/api/v1/imports?kind=bodies", "b.xlsx", file, HttpStatusCode.BadRequest)).Text("code"));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task Comments_in_a_workbook_are_nothing()
    {
        var tenant = await system.NewTenantAsync();
        var import = await tenant.Owner.ImportAndRunAsync("bodies", "b.xlsx", Workbook(
            $"<!-- <row/> --><row>{Texts("name", "classification")}</row><?x y?><!-- <row> --><row>{Texts("A<!-- b -->c", "committee")}</row>", ""));
        Assert.Equal("1 1 0 0 0", import.Counts());
        Assert.Equal("Ac", (await tenant.Owner.ReadAsync("/api/v1/bodies")).List("items").Single().Text("name"));
    }

    [Fact]
    public async Task Long_rows_are_shown_and_taken_in_a_few_at_a_time()
    {
        var tenant = await system.NewTenantAsync();
        var row = "A,committee," + new string('x', 1_000_000) + "\n";
        var import = await tenant.Owner.ImportAsync("bodies", "name,classification,description\n" + string.Concat(Enumerable.Repeat(row, 20)));
        Assert.Equal(8, (await tenant.Owner.ReadAsync($"/api/v1/imports/{import.Text("id")}/preview")).List("rows").Count());
        Assert.Equal("20 0 0 0 20", (await tenant.Owner.RunAsync(import)).Counts());
        Assert.Equal(["3"], await system.Site.TextsAsync($"select count(distinct xmin::text) from {tenant.Tenant.Schema}.import_rejects"));
    }

    [Theory]
    [InlineData("1 0 0 0", "2 3 4")]
    [InlineData("1 -7 -6 -9223372036854775808", "2 3 4")]
    [InlineData("1 1 1 1", "2 3 4")]
    [InlineData("9 7 5 3", "10 11 12")]
    [InlineData("1 5 4 9", "5 6 9")]
    public async Task A_workbook_whose_row_numbers_are_wrong_loses_no_row(string numbers, string told)
    {
        var tenant = await system.NewTenantAsync();
        var rows = numbers.Split(' ').Select((r, i) => $"<row r=\"{r}\">{(i == 0 ? Texts("name", "classification") : Texts("Body " + i, "NO"))}</row>");
        var import = await tenant.Owner.ImportAndRunAsync("bodies", "b.xlsx", Workbook(string.Concat(rows), ""));
        Assert.Equal(("succeeded", "3 0 0 0 3"), (import.Text("state"), import.Counts()));
        Assert.Equal(told, string.Join(' ', (await tenant.Owner.RejectsAsync(import))[1..].Select(r => r.Split(',')[2])));
    }

    private static string Texts(params string[] cells) => string.Concat(cells.Select(c => $"<c t=\"inlineStr\"><is><t>{c}</t></is></c>"));

    internal static byte[] Workbook(string rows, string shared)
    {
        const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create))
        {
            Add("xl/workbook.xml", $"<workbook {Main} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
            Add("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Target=\"worksheets/s.xml\"/></Relationships>");
            Add("xl/styles.xml", $"<styleSheet {Main}><numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-409]m/d/yy h:mm\\ AM/PM\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>");
            Add("xl/sharedStrings.xml", $"<sst {Main}>{shared}</sst>");
            Add("xl/worksheets/s.xml", $"<worksheet {Main}><sheetData>{rows}</sheetData></worksheet>");
            void Add(string name, string text)
            {
                using var part = archive.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(text));
            }
        }
        return file.ToArray();
    }

    private async Task<long> EntriesAsync(TestTenant tenant)
    {
        await using var source = OwnerSql.Source(system.Site.Owner);
        await using var command = source.CreateCommand(
            $"select (select count(*) from {tenant.Tenant.Schema}.audit_entries where entity = 'bodies') + (select count(*) from {tenant.Tenant.Schema}.outbox)");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<System.Text.Json.JsonElement> PutAsync(HttpClient client, string path, object columns, HttpStatusCode expected)
    {
        using var response = await client.PutAsync(path + "/mapping", System.Net.Http.Json.JsonContent.Create(new { columns }));
        return await response.BodyAsync(expected);
    }
}
