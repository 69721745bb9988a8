using System.ComponentModel.DataAnnotations;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using CivicPulse.Modules;
using CivicPulse.Modules.Elections.Model;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers;
using CivicPulse.Platform.Transfers.Tables;
using CivicPulse.Tests.Platform;
using CivicPulse.Tests.Support;
using CsvHelper;
using Npgsql;

namespace CivicPulse.Tests.Laws;

/// <summary>Every declared kind, in every format: what goes out comes back the same, runs nowhere, and is only for those who may read it.</summary>
public sealed class TransferLaws(TestSystem system)
{
    private static readonly string[] Nasty =
    [
        "plain", "=1+1", "+1 555 0100", "-7", "@sum(a1)", "'quoted", "'=1+1", "''=1", " =1", " lead and trail ", "a,b;c\td|e", "say \"hi\"", "two\nlines", "two\r\nlines",
        "_x0041_", "\u0001\u000b", "<b>&amp;</b>", "Ä é 漢字 🐈", "００", "＝1", "null", "true", "1.10", "0012", "\\N", "%0a=1", "|calc", "{\"a\":1}", "[1]", "#N/A", "\uFEFFmark",
    ];

    private static readonly string[] Formats = ["csv", "json", "jsonl", "xlsx"];

    /// <summary>In the order of the modules: what refers to others comes after them.</summary>
    private static IEnumerable<Transfer> Importable => TransferList.Of(AllModules.List).InOrder.Where(t => t.WriteWord is not null);

    public static TheoryData<string> EveryFormat => [.. Formats];

    [Theory]
    [MemberData(nameof(EveryFormat))]
    public async Task What_is_exported_imported_elsewhere_and_exported_again_is_the_same_to_the_byte(string format)
    {
        var (from, to) = (await FilledAsync(), await system.NewTenantAsync());
        foreach (var kind in Importable.Select(t => t.Kind))
        {
            var file = await from.Owner.ExportAsync(kind, format);
            var first = await to.Owner.ImportAndRunAsync(kind, $"{kind}.{format}", file);
            Assert.Equal(("succeeded", Nasty.Length), (first.Text("state"), first.GetProperty("run").GetProperty("created").GetInt32()));
            Assert.Equal(file, await to.Owner.ExportAsync(kind, format));

            // Whether a row is known already does not depend on the form it came in: texts and typed values are both tried.
            if (format is not ("csv" or "json")) continue;
            var entries = await EntriesAsync(to);
            var second = await to.Owner.ImportAndRunAsync(kind, $"{kind}.{format}", file);
            Assert.Equal($"{Nasty.Length} 0 0 {Nasty.Length} 0", second.Counts());
            Assert.Equal([], (await EntriesAsync(to)).Except(entries, StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task No_cell_that_leaves_can_be_run_as_a_formula()
    {
        var tenant = await FilledAsync();
        foreach (var kind in Importable.Select(t => t.Kind))
        {
            Assert.Empty(Runnable(CsvCells(await tenant.Owner.ExportAsync(kind, "csv"))));
            Assert.Empty(Runnable(XlsxCells(await tenant.Owner.ExportAsync(kind, "xlsx"))));
        }
    }

    [Fact]
    public async Task The_law_notices_cells_that_leave_unguarded()
    {
        using var file = new MemoryStream();
        await using (var csv = CsvWriter.Create(file, leaveOpen: true))
        {
            foreach (var text in Nasty)
            {
                csv.WriteField(text);
                await csv.EndRecordAsync(CancellationToken.None);
            }
        }
        Assert.Equal(8, Runnable(CsvCells(file.ToArray())).Count);
    }

    [Fact]
    public async Task Nobody_exports_or_imports_a_kind_without_the_words_for_it()
    {
        var tenant = await system.NewTenantAsync();
        foreach (var role in Enum.GetValues<Role>())
        {
            using var client = await tenant.AsAsync(role);
            var words = AllModules.List.Permissions.Where(p => p.Roles.Contains(role)).Select(p => p.Word).ToHashSet(StringComparer.Ordinal);
            foreach (var transfer in TransferList.Of(AllModules.List).All)
            {
                using var exported = await client.GetAsync($"/api/v1/exports/{transfer.Kind}");
                var mayRead = words.Contains(PlatformPermissions.Export) && words.Contains(transfer.ReadWord);
                Assert.Equal((role, transfer.Kind, mayRead ? HttpStatusCode.OK : HttpStatusCode.Forbidden), (role, transfer.Kind, exported.StatusCode));
                if (transfer.WriteWord is null) continue;
                var mayWrite = words.Contains(PlatformPermissions.Import) && words.Contains(transfer.WriteWord);
                await client.UploadAsync($"/api/v1/imports?kind={transfer.Kind}", "x.csv", "name\nx\n"u8.ToArray(), mayWrite ? HttpStatusCode.Created : HttpStatusCode.Forbidden);
            }
        }
    }

    [Fact]
    public async Task An_export_holds_records_of_its_own_tenant_only_and_is_in_the_audit()
    {
        var (mine, theirs) = (await system.NewTenantAsync(), await FilledAsync());
        foreach (var transfer in TransferList.Of(AllModules.List).All)
        {
            Assert.Equal("[]\n", Encoding.UTF8.GetString(await mine.Owner.ExportAsync(transfer.Kind, "json")));
            Assert.Equal(1, await ScalarAsync($"select count(*) from {mine.Tenant.Schema}.audit_entries where operation = 'platform.exported' and entity = '{transfer.Kind}'"));
        }
        Assert.NotEqual("[]\n", Encoding.UTF8.GetString(await theirs.Owner.ExportAsync("bodies", "json")));
    }

    public static TheoryData<string> HostileFiles => [.. Hostile().Select(h => h.Name)];

    /// <summary>Whatever comes, it is a clear 4xx, or every row of it is accounted for.</summary>
    [Theory]
    [MemberData(nameof(HostileFiles))]
    public async Task No_file_however_hostile_is_answered_with_5xx_or_loses_a_row(string name)
    {
        var (_, content, rows) = Hostile().Single(h => h.Name == name);
        var tenant = await system.SharedTenantAsync();
        using var file = new ByteArrayContent(content());
        using var form = new MultipartFormDataContent { { file, "file", "hostile" } };
        using var answer = await tenant.Owner.PostAsync("/api/v1/imports?kind=bodies", form);
        Assert.True((int)answer.StatusCode < 500, $"{name}: {(int)answer.StatusCode}");
        if (answer.StatusCode != HttpStatusCode.Created)
        {
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            Assert.Null(rows);
            return;
        }
        var import = await answer.BodyAsync(HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(tenant.Owner, $"/api/v1/imports/{import.Text("id")}/preview", name));
        if (import.List("missing").Count > 0) return;
        var done = await tenant.Owner.RunAsync(import);
        var run = done.GetProperty("run");
        long Count(string word) => run.GetProperty(word).GetInt64();
        Assert.Equal(Count("read"), Count("created") + Count("updated") + Count("unchanged") + Count("rejected"));
        Assert.Equal(Count("rejected"), (await tenant.Owner.RejectsAsync(import)).LongLength - 1);
        if (rows is { } expected) Assert.Equal(("succeeded", expected), (done.Text("state"), Count("read")));
        else Assert.True(done.Text("state") == "failed" && run.Text("error").Length > 0, $"{name}: {done.Text("state")}");
    }

    /// <summary>With how many rows are to be read; null where the file is refused, or breaks off with an error.</summary>
    private static IEnumerable<(string Name, Func<byte[]> Content, long? Rows)> Hostile()
    {
        const string Head = "name,classification\n";
        static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
        yield return ("ten megabytes in a cell", () => Text(Head + "A,committee\n" + new string('x', 10_000_000) + ",committee\nB,committee\n"), 3);
        yield return ("a quote never closed", () => Text(Head + "A,committee\n\"" + new string('x', 17_000_000)), null);
        yield return ("a quote never closed, short", () => Text(Head + "A,committee\n\"B,committee\nC,committee\n"), 2);
        yield return ("nul", () => Text(Head + "A\0B,committee\nB,committee\n"), 2);
        yield return ("ragged", () => Text(Head + "A\nA,committee,x\n\n,\nB,committee\n"), 3);
        yield return ("a row of a million cells", () => Text(Head + new string(',', 1_000_000) + "\nB,committee\n"), 2);
        yield return ("a heading of nothing", () => Text(",,,\n1,2,3,4\n"), 1);
        yield return ("one line", () => Text("name,classification"), 0);
        yield return ("the same heading twice", () => Text("name,name,classification\nA,B,committee\n"), 1);
        yield return ("deep json", () => Text("[{\"name\":" + new string('[', 5000)), null);
        yield return ("json that breaks off", () => Text("[{\"name\":\"A\",\"classification\":\"committee\"},{\"name\":\"B\""), null);
        yield return ("json of one string", () => Text("\"text\""), 0);
        yield return ("an empty array", () => Text("[]"), null);
        yield return ("json lines with rubbish", () => Text("{\"name\":\"A\",\"classification\":\"committee\"}\n}{\n[1]\nnull\n{\"name\":7}\n"), 5);
        yield return ("random bytes", Random, null);
        yield return ("an archive of something else", () => Zip("a.txt", 10), null);
        yield return ("a bomb", () => Zip("xl/workbook.xml", 60_000_000), null);
        yield return ("a bomb of shared texts", () => ImportTests.Workbook("<row><c t=\"s\"><v>0</v></c></row>", "<si><t>" + new string('x', 60_000_000) + "</t></si>"), null);
        yield return ("a sheet of entities", () => ImportTests.Workbook("", "<!DOCTYPE x [<!ENTITY a \"b\">]>"), null);
        yield return ("cells far out", () => ImportTests.Workbook("<row r=\"1\"><c r=\"ZZZZZZ1\"><v>1</v></c></row>", ""), null);
        yield return ("shared texts that are not there", () => ImportTests.Workbook("<row><c t=\"inlineStr\"><is><t>name</t></is></c><c t=\"inlineStr\"><is><t>classification</t></is></c></row><row><c t=\"s\"><v>99999999999</v></c><c><v>NaN</v></c></row>", ""), 1);
        yield return ("sql", () => Text(Head + "'; drop table bodies; --,committee\n"), 1);
    }

    private static byte[] Random()
    {
        var bytes = new byte[100_000];
        new Random(7).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Zip(string name, int size)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create))
        {
            using var part = archive.CreateEntry(name).Open();
            part.Write(new byte[size]);
        }
        return file.ToArray();
    }

    /// <summary>A tenant with a record for every nasty text, in every kind, brought in by JSON.</summary>
    private async Task<TestTenant> FilledAsync()
    {
        var tenant = await system.NewTenantAsync();
        foreach (var transfer in Importable)
        {
            var rows = Nasty.Select((_, i) => transfer.Fields.ToDictionary(f => f.Name, f => Value(transfer, f, i), StringComparer.Ordinal));
            var import = await tenant.Owner.ImportAndRunAsync(transfer.Kind, "seed.json", JsonSerializer.SerializeToUtf8Bytes(rows));
            Assert.True(import.Counts() == $"{Nasty.Length} {Nasty.Length} 0 0 0", $"{transfer.Kind}: {import.Counts()}\n{string.Join('\n', await tenant.Owner.RejectsAsync(import))}");
        }
        return tenant;
    }

    /// <summary>A value that the field's rules accept. Every record has its nasty text as its name, so that is how others name it.</summary>
    private static string? Value(Transfer transfer, TransferField field, int i)
    {
        var place = transfer.Fields.Index().Single(f => f.Item.Name == field.Name).Index;
        var parameter = transfer.RowType.GetConstructors().MaxBy(c => c.GetParameters().Length)!.GetParameters()[place];
        var plain = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        bool Has<T>() where T : Attribute => parameter.GetCustomAttributes(typeof(T), true).Length > 0;
        // The record before belongs to another whole, where this one names one.
        if (field.RefersTo == transfer.Kind) return i % 3 == 2 && !transfer.Fields.Any(f => f.RefersTo is not null && f.RefersTo != transfer.Kind && f.Required) ? Nasty[i - 1] : null;
        if (field.RefersTo is not null) return field.Required || i % 3 > 0 ? Nasty[i] : null;
        // Numbers and a result made up apart would contradict each other: the result alone is said.
        if (transfer.Kind == "vote_events" && field.Name is "yes" or "no" or "abstain" or "absent" or "not_voting") return null;
        if (Has<CitationLinesAttribute>()) return $"https://town.example/{i}\tInterview\tSaid \"{i}\"\nhttps://town.example/{i}/more";
        if (Has<DivisionIdAttribute>()) return i % 3 > 0 ? $"ocd-division/country:us/state:ga/place:town_{i}" : null;
        if (Has<DivisionIdsAttribute>()) return i % 3 > 0 ? $"ocd-division/country:us/state:ga/place:town_{i}\nocd-division/country:us/state:ga" : null;
        if (Has<HexColorAttribute>()) return i % 3 > 0 ? $"{i:x6}" : null;
        if (Has<OpeningHoursAttribute>()) return i % 3 > 0 ? $"2026-11-03 07:{i:00}-19:00 America/New_York\n2026-11-04 07:00-19:00" : null;
        // Only what was held can be certified, which is another kind's row.
        if (plain == typeof(ElectionPhase)) return "held";
        if (Has<PartialDateAttribute>()) return i % 3 > 0 ? $"20{i + 10}-0{1 + (i % 9)}" : null;
        if (Has<WebAddressAttribute>()) return i % 3 > 0 ? $"https://town.example/{i}" : null;
        if (Has<RegularExpressionAttribute>()) return "committee";
        if (field.Kind == CellKind.Json) return Json(field.Name, i);
        if (plain == typeof(Guid)) return null;
        if (plain == typeof(string[])) return i % 3 > 0 ? Nasty[i] + "\nanother" : null;
        if (plain == typeof(string)) return field.Required || i % 3 > 0 ? Nasty[i] : null;
        if (plain == typeof(DateTimeOffset)) return $"2026-03-{1 + (i % 28):00}T18:00:00.{i:000000}Z";
        if (plain == typeof(TimeOnly)) return i % 3 > 0 ? $"18:{i:00}" : null;
        if (plain == typeof(DateOnly)) return $"2026-03-{1 + (i % 28):00}";
        if (plain.IsEnum) return JsonNamingPolicy.SnakeCaseLower.ConvertName(Enum.GetNames(plain)[i % Enum.GetNames(plain).Length]);
        if (plain == typeof(bool)) return "true";
        return (Has<RangeAttribute>() ? i + 1 : i - 10).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A square for a shape, an object for everything else.</summary>
    private static string? Json(string field, int i) => field == "geometry"
        ? $$"""{"type":"Polygon","coordinates":[[[{{i}},0],[{{i}}.5,0],[{{i}}.5,1],[{{i}},1]]]}"""
        : JsonSerializer.Serialize(new { Nasty = Nasty[i], A = i * 1.5 });

    private static List<string> Runnable(IEnumerable<string> cells) =>
        [.. cells.Where(c => c.TrimStart(' ') is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠' or '|' or '%', ..])];

    private static List<string> CsvCells(byte[] file)
    {
        using var csv = CsvReader.Create(file, new CsvReaderOptions { HasHeader = false, Separator = ',' });
        var cells = new List<string>();
        while (csv.Read()) cells.AddRange(Enumerable.Range(0, csv.FieldCount).Select(csv.GetString));
        return cells;
    }

    private static List<string> XlsxCells(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        using var sheet = archive.GetEntry("xl/worksheets/sheet1.xml")!.Open();
        var xml = XDocument.Load(sheet, LoadOptions.PreserveWhitespace);
        Assert.DoesNotContain(xml.Descendants(), e => e.Name.LocalName == "f");
        return [.. xml.Descendants().Where(e => e.Name.LocalName == "t").Select(e => e.Value)];
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path, string name)
    {
        using var response = await client.GetAsync(path);
        // A file may break off within the rows that are shown: told as such.
        return (int)response.StatusCode is >= 400 and < 500 && name.Length > 0 ? HttpStatusCode.OK : response.StatusCode;
    }

    /// <summary>What was written and told since, aside from the import's own bookkeeping and from the alarm that so many files raise.</summary>
    private Task<List<string>> EntriesAsync(TestTenant tenant) => system.Site.TextsAsync($"""
        select concat_ws(' ', id, operation, entity, after) from {tenant.Tenant.Schema}.audit_entries
        where entity not in ('jobs', 'imports', 'import_runs', 'import_rejects', 'security_alerts') and operation in ('insert', 'update', 'delete')
        union all select concat_ws(' ', id, type) from {tenant.Tenant.Schema}.outbox where type <> 'audit_trail.security_alert_raised'
        """);

    private async Task<long> ScalarAsync(string sql)
    {
        await using var source = OwnerSql.Source(system.Site.Owner);
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
