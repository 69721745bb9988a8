using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace CivicPulse.Platform.Search;

internal static class SearchEndpoints
{
    private const string Text = "text";
    private const string Hybrid = "hybrid";

    public static void MapSearch(this IEndpointRouteBuilder routes)
    {
        var search = routes.MapGroup("/api/v1/search").WithTags("Search");
        search.MapGet("/", Find).Needs(PlatformPermissions.Search)
            .WithSummary("Finds everything you may read, best first, with facets to narrow it by");
        search.MapGet("/suggestions", Suggest).Needs(PlatformPermissions.Search).WithSummary("Titles with a word that begins like this");
        search.MapPost("/reindexing", Reindex).Needs(PlatformPermissions.Reindex).WithSummary("Makes the search index again, as a job");
    }

    private static async Task<SearchResults> Find([AsParameters] SearchQuery query, Searching searching, SearchCursors cursors, AiClient ai, CancellationToken ct)
    {
        if (query is { MeetingId: not null, Kind: "transcript", After: null } && await PassagesAsync(query, searching, ai, ct) is { } passages) return passages;
        var outcome = await searching.FindAsync(query, ct);
        var highlights = new Highlights(outcome.Plan.Terms);
        var hybrid = outcome.Plan.Vector is not null;
        var rows = outcome.Found.Rows;
        var last = rows.Count > query.Limit ? rows[query.Limit - 1] : null;
        return new([.. rows.Take(query.Limit).Select(r => Hit(r, r.Score, highlights))],
            last is null ? null : cursors.Write(last, outcome.Plan, outcome.Found),
            outcome.Found.Total, Facets(outcome.Found.Facets), hybrid ? Hybrid : Text, outcome.Corrected);
    }

    private static async Task<SearchSuggestions> Suggest([AsParameters] SuggestQuery query, Searching searching, CancellationToken ct) =>
        new(query.Q.Trim().Length < 2 ? [] : await searching.SuggestAsync(query.Q, query.Limit, ct));

    private static async Task<Accepted<JobDetail>> Reindex(TenantDb db, CancellationToken ct)
    {
        var job = db.Queue(ReindexSearch.Kind, "search", Guid.CreateVersion7());
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted($"/api/v1/jobs/{job.Id}", job.ToDetail());
    }

    /// <summary>Within one transcript the assistant's own ranking knows what stands beside what. Without it the words must do.</summary>
    private static async Task<SearchResults?> PassagesAsync(SearchQuery query, Searching searching, AiClient ai, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            var found = (await ai.RetrieveAsync(new Retrieve(query.Q.Trim(), query.Kind, query.MeetingId, query.Limit), patience.Token)).Hits;
            if (found.Count == 0) return null;
            var rows = (await searching.ReadAsync([.. found.Select(f => f.PassageId)], ct)).ToDictionary(r => r.Id);
            var highlights = new Highlights([.. query.Q.Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(24).Select(w => new Term(w.ToLowerInvariant(), []))]);
            SearchHit[] hits = [.. found.Where(f => rows.ContainsKey(f.PassageId)).Select(f => Hit(rows[f.PassageId], f.Score, highlights))];
            return new(hits, null, hits.Length, [], Hybrid, null);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or BadInput && !ct.IsCancellationRequested)
        {
            return null;
        }
    }

    private static SearchHit Hit(FoundRow row, double score, Highlights highlights)
    {
        var snippet = highlights.SnippetOf(row.Text);
        return new(row.Kind, row.SourceId ?? row.Id, row.Title.Length > 0 ? row.Title : row.PartOfTitle ?? "", row.Url, snippet,
            highlights.In(row.Title), highlights.In(snippet), Math.Round(score, 4), row.OccurredAt,
            row is { PartOfId: { } id, PartOfKind: { } kind } && id != row.SourceId ? new(kind, id, row.PartOfTitle) : null,
            Meeting(row), row.FirstTurn, row.LastTurn);
    }

    private static Guid? Meeting(FoundRow row)
    {
        if (row.PartOfKind == "meeting") return row.PartOfId;
        return row.Kind == "meeting" ? row.Id : null;
    }

    private static IReadOnlyList<SearchFacet> Facets(IReadOnlyList<(string Name, string Value, int Count)> counted) =>
        [.. counted.GroupBy(f => f.Name, StringComparer.Ordinal).Select(g => new SearchFacet(g.Key, [.. g.Select(f => new FacetCount(f.Value, f.Count))]))];
}

/// <summary>The beginning of a title or of one of its words.</summary>
public sealed record SuggestQuery(
    [property: FromQuery(Name = "q"), Required, MaxLength(100), Description("The first letters, two at least")] string Q,
    [property: FromQuery(Name = "limit"), Range(1, 20), Description("1 to 20")] int Limit = 8);

public sealed record SearchSuggestions(IReadOnlyList<SearchSuggestion> Items);

public sealed record SearchSuggestion(string Title, string Kind, string Url);

/// <param name="Total">How many of the rows that were ranked match; of very common words only the best and newest are ranked.</param>
/// <param name="Mode"><c>hybrid</c> when meaning was compared too, <c>text</c> when only words were.</param>
/// <param name="Corrected">The words searched for instead, when some of those given occur nowhere.</param>
public sealed record SearchResults(
    IReadOnlyList<SearchHit> Items, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Next, int Total,
    IReadOnlyList<SearchFacet> Facets, string Mode, string? Corrected);

/// <param name="Url">Opens it, relative to the web console.</param>
/// <param name="Highlights">Places in the snippet to mark; the snippet is plain text.</param>
/// <param name="FirstTurn">Of a transcript: the turns, counted from 0.</param>
public sealed record SearchHit(
    string Kind, Guid Id, string Title, string Url, string Snippet, IReadOnlyList<TextRange> TitleHighlights, IReadOnlyList<TextRange> Highlights,
    double Score, DateTimeOffset OccurredAt, SearchContext? PartOf, Guid? MeetingId, int? FirstTurn, int? LastTurn);

/// <summary>The record that a hit belongs to.</summary>
public sealed record SearchContext(string Kind, Guid Id, string? Title);

public sealed record SearchFacet(string Name, IReadOnlyList<FacetCount> Values);

public sealed record FacetCount(string Value, int Count);
