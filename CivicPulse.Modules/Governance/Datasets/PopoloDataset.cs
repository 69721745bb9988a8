using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CivicPulse.Modules.Governance.Model;
using CivicPulse.Modules.Governance.Transfers;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Portal;
using CivicPulse.Platform.Transfers.Datasets;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Governance.Datasets;

/// <summary>
/// Popolo JSON: one object with <c>organizations</c>, <c>persons</c>, <c>posts</c> and <c>memberships</c>. What is written holds everything
/// that the tables hold but what belongs to one installation, and comes back as it was; files of others lead with their own ids.
/// </summary>
internal sealed class PopoloDataset : Dataset
{
    private static readonly JsonSerializerOptions Names = new(Platform.Http.Wire.Json) { WriteIndented = false };

    public override string Kind => "popolo";

    public override string About => "Popolo JSON: organizations, persons, posts and memberships in one object.";

    public override string ReadWord => GovernancePermissions.Read;

    public override string WriteWord => GovernancePermissions.Write;

    public override IReadOnlyList<DatasetPart> Parts { get; } =
    [
        new("bodies", "name", "classification", "description", "parent", "jurisdiction", "division_id", "founding_date", "dissolution_date", "other_names", "identifiers",
            "contact_details", "links", "sources"),
        new("officials"),
        new("posts"),
        new("memberships"),
    ];

    public override bool IsWritten => true;

    public override (string ContentType, string FileName) Written => ("application/json; charset=utf-8", "popolo.json");

    protected override async IAsyncEnumerable<DatasetRow> ReadAsync(DatasetFiles files, [EnumeratorCancellation] CancellationToken ct)
    {
        var names = await NamesAsync(files, ct);
        await foreach (var (o, place) in EachAsync(files, "organizations", ct))
        {
            if (names.IsBody(o)) yield return Row<PopoloOrganization>("bodies", place, o, names.Body);
        }
        await foreach (var (p, place) in EachAsync(files, "persons", ct)) yield return Row<PopoloPerson>("officials", place, p, names.Official);
        await foreach (var (p, place) in EachAsync(files, "posts", ct)) yield return Row<PopoloPost>("posts", place, p, names.Post);
        await foreach (var (m, place) in EachAsync(files, "memberships", ct))
        {
            if (names.IsMembership(m)) yield return Row<PopoloMembership>("memberships", place, m, names.Membership);
        }
    }

    protected override async Task WriteAsync(TenantDb db, Stream target, CancellationToken ct)
    {
        var pipe = PipeWriter.Create(target, new StreamPipeWriterOptions(leaveOpen: true));
        await using var json = new Utf8JsonWriter(pipe);
        json.WriteStartObject();
        await WriteAsync(json, pipe, "organizations", db.Bodies.AsNoTracking().OrderBy(b => b.Parent == null ? 0 : b.Parent.Parent == null ? 1 : b.Parent.Parent.Parent == null ? 2 : 3)
            .ThenBy(b => b.Name).ThenBy(b => b.Identifier).Select(b => PopoloOrganization.Of(b, b.Parent == null ? null : b.Parent.Identifier ?? b.Parent.Name)), ct);
        await WriteAsync(json, pipe, "persons", db.Officials.AsNoTracking().OrderBy(o => o.SortName).ThenBy(o => o.Name).ThenBy(o => o.Identifier).Select(o => PopoloPerson.Of(o)), ct);
        await WriteAsync(json, pipe, "posts", db.Posts.AsNoTracking().OrderBy(p => p.Body!.Identifier ?? p.Body.Name).ThenBy(p => p.Label)
            .Select(p => PopoloPost.Of(p, p.Body!.Identifier ?? p.Body.Name)), ct);
        await WriteAsync(json, pipe, "memberships", db.Memberships.AsNoTracking().OrderBy(m => m.Body!.Identifier ?? m.Body.Name).ThenBy(m => m.Post!.Label).ThenBy(m => m.StartDate)
            .ThenBy(m => m.PersonName).ThenBy(m => m.Role).Select(m => PopoloMembership.Of(
                m, m.Official == null ? m.PersonReference ?? m.PersonName : m.Official.Identifier ?? m.Official.Name, m.Body!.Identifier ?? m.Body.Name, m.Post!.Label, m.Post.Identifier)), ct);
        json.WriteEndObject();
        await json.FlushAsync(ct);
        await pipe.CompleteAsync();
    }

    private static async Task WriteAsync<T>(Utf8JsonWriter json, PipeWriter target, string name, IQueryable<T> rows, CancellationToken ct)
    {
        const int Piece = 64_000;
        json.WriteStartArray(name);
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(ct))
        {
            JsonSerializer.Serialize(json, row, Names);
            if (target.UnflushedBytes > Piece) await target.FlushAsync(ct);
        }
        json.WriteEndArray();
    }

    private static DatasetRow Row<T>(string kind, string place, JsonElement element, Func<T, object> row)
    {
        try
        {
            return element.Deserialize<T>(Names) is { } read ? new(kind, row(read), place) : DatasetRow.Unreadable(kind, place, "It is no object.");
        }
        catch (Exception e) when (e is JsonException or FormatException or BadInput)
        {
            return DatasetRow.Unreadable(kind, place, e is BadInput ? e.Message : "A field is missing or not of the type that Popolo gives it.");
        }
    }

    private static async IAsyncEnumerable<(JsonElement Element, string Place)> EachAsync(DatasetFiles files, string name, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var file = files.Read(files.Names[0]);
        var number = 0;
        await foreach (var element in JsonRecords.ReadAsync(file, name, ct)) yield return (element, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}[{number++}]"));
    }

    /// <summary>What ids stand for, of organizations and posts: there are few beside people and memberships.</summary>
    private static async Task<PopoloNames> NamesAsync(DatasetFiles files, CancellationToken ct)
    {
        var names = new PopoloNames();
        await foreach (var (element, _) in EachAsync(files, "organizations", ct)) names.Know(Try<PopoloOrganization>(element));
        await foreach (var (element, _) in EachAsync(files, "posts", ct)) names.Know(Try<PopoloPost>(element));
        return names;
    }

    private static T? Try<T>(JsonElement element) where T : class
    {
        try
        {
            return element.Deserialize<T>(Names);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
