using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using Raw;

// The same answers as the product's, by hand: ASP.NET's minimal API and Npgsql, nothing between them. No tenant, no account,
// no permission, no audit, no facts. raw.dll fill SCHEMA ROWS PASSWORD | raw.dll serve
var connection = Environment.GetEnvironmentVariable("RAW_DATABASE") ?? throw new InvalidOperationException("RAW_DATABASE is not set.");
await using var source = NpgsqlDataSource.Create(connection);
if (args is ["fill", var schema, var rows, var password])
{
    await Filling.RunAsync(source, schema, int.Parse(rows, System.Globalization.CultureInfo.InvariantCulture), password);
    return;
}

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(o => (o.Limits.MaxRequestBodySize, o.AddServerHeader) = (1_000_000, false));
builder.Services.ConfigureHttpJsonOptions(o =>
{
    o.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
    o.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
    o.SerializerOptions.TypeInfoResolverChain.Insert(0, WireContext.Default);
});
builder.Services.AddSingleton(source).AddSingleton<Meetings>().AddSingleton<Searches>().AddSingleton<Portal>();
await using var app = builder.Build();
app.MapGet("/api/v1/meetings/{id:guid}", async (Guid id, Meetings meetings, CancellationToken ct) =>
    await meetings.ReadAsync(id, ct) is { } meeting ? Results.Ok(meeting) : Results.NotFound());
app.MapGet("/api/v1/meetings", (string? status, int? limit, Meetings meetings, CancellationToken ct) => meetings.ListAsync(status, limit ?? 50, ct));
app.MapPost("/api/v1/meetings", async (NewMeeting asked, Meetings meetings, CancellationToken ct) =>
    await meetings.CreateAsync(asked, ct) is { } made ? Results.Created($"/api/v1/meetings/{made.Id}", made) : Results.UnprocessableEntity());
app.MapGet("/api/v1/search", (string q, int? limit, Searches searches, CancellationToken ct) => searches.FindAsync(q, limit ?? 20, ct));
app.MapGet("/api/v1/portal/meetings", (int? limit, Portal portal, CancellationToken ct) => portal.ListAsync(limit ?? 50, ct));
app.MapGet("/api/v1/portal/bodies/{slug}", async (string slug, Portal portal, CancellationToken ct) => await portal.BodyAsync(slug, ct) is { } body ? Results.Ok(body) : Results.NotFound());
app.MapGet("/health", () => "ok");
await app.RunAsync();

namespace Raw
{
    internal sealed record NewMeeting(string Name, DateTimeOffset StartDate, Guid? BodyId = null);

    internal sealed record Meeting(
        Guid Id, string Name, DateTimeOffset StartDate, string Status, Guid? BodyId, string? BodyName, string TranscriptState, string MinutesStatus, bool AllDay, string Slug,
        DateTimeOffset? PublishedAt);

    internal sealed record MeetingDetail(
        Guid Id, string Name, DateTimeOffset StartDate, string Status, Guid? BodyId, string? BodyName, string TranscriptState, string MinutesStatus, bool AllDay, string Slug,
        DateTimeOffset? PublishedAt, IReadOnlyList<string> Sources, IReadOnlyList<string> LockedFields)
    {
        public static MeetingDetail Of(Meeting m, string[] sources, string[] locked) => new(
            m.Id, m.Name, m.StartDate, m.Status, m.BodyId, m.BodyName, m.TranscriptState, m.MinutesStatus, m.AllDay, m.Slug, m.PublishedAt, sources, locked);
    }

    internal sealed record Hit(Guid Id, string Kind, string Title, string Url, DateTimeOffset OccurredAt, double Score);

    internal sealed record HitPage(IReadOnlyList<Hit> Items);

    internal sealed record MeetingPage(IReadOnlyList<Meeting> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next);

    [JsonSerializable(typeof(NewMeeting))]
    [JsonSerializable(typeof(Meeting))]
    [JsonSerializable(typeof(MeetingDetail))]
    [JsonSerializable(typeof(MeetingPage))]
    [JsonSerializable(typeof(HitPage))]
    [JsonSerializable(typeof(ShownPage))]
    [JsonSerializable(typeof(ShownBody))]
    internal sealed partial class WireContext : JsonSerializerContext;
}
