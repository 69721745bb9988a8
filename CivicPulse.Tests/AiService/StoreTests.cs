using System.Net;
using System.Net.Http.Json;
using System.Text;
using CivicPulse.Platform.Ai;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.AiService;

public sealed class StoreTests(TestSystem system)
{
    private const string Read = "governance.read";
    private const string Secret = "documents.read";
    private static readonly string[] Asker = ["assistant.ask", "assistant.search", Read];

    private static IndexSource Meeting(Guid id) => new("Riverton council", Read, id, [.. Council.Turns.Select(t => new AiTurn(t.Speaker, t.Text))]);

    private static IndexSource Plan(string permission = Read) => new("Trail plan", permission,
        Text: "Trail Plan\n\nThe Oak Creek trail is twelve miles long.\n\nFunding\n\nThe state grant pays eighty percent of the trail construction.");

    [Fact]
    public async Task Indexing_again_replaces_what_was_there_and_forgetting_leaves_nothing()
    {
        var tenant = await system.NewTenantAsync();
        await using var ai = new AiSite(tenant);
        var id = Guid.NewGuid();
        var first = await ai.CallAsync(c => c.IndexAsync("transcript", id, Meeting(id), default));
        await ai.CallAsync(c => c.IndexAsync("transcript", id, Meeting(id), default));
        Assert.Equal((1, "civicpulse-text-200"), (first.Passages, first.EmbeddingModel));
        Assert.Single((await ai.CallAsync(c => c.RetrieveAsync(new("library roof", null, null, 50), default))).Hits);
        await ai.CallAsync(async c => { await c.ForgetAsync("transcript", id, default); return 0; });
        Assert.Empty((await ai.CallAsync(c => c.RetrieveAsync(new("library roof", null, null, 50), default))).Hits);
    }

    [Fact]
    public async Task Indexing_the_same_source_many_times_at_once_leaves_it_there_once()
    {
        var tenant = await system.NewTenantAsync();
        await using var ai = new AiSite(tenant);
        var id = Guid.NewGuid();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => ai.CallAsync(c => c.IndexAsync("transcript", id, Meeting(id), default))));
        Assert.Single((await ai.CallAsync(c => c.RetrieveAsync(new("library roof", null, null, 50), default))).Hits);
    }

    [Fact]
    public async Task A_passage_is_found_only_by_those_who_may_read_it()
    {
        var tenant = await system.NewTenantAsync();
        await using var ai = new AiSite(tenant);
        await ai.CallAsync(c => c.IndexAsync("document", Guid.NewGuid(), Plan(Secret), default));
        var question = new AskQuestion("How much of the trail construction does the state grant pay?", null);
        Assert.Empty((await ai.AsAsync(Asker, c => c.RetrieveAsync(new("state grant trail", null, null, 10), default))).Hits);
        Assert.Equal(AnswerStatus.NotFound, (await ai.AsAsync(Asker, c => c.AnswerAsync(question, default))).Status);
        Assert.Equal(AnswerStatus.Answered, (await ai.AsAsync([.. Asker, Secret, "documents.read", "documents.read_confined"], c => c.AnswerAsync(question, default))).Status);
    }

    [Fact]
    public async Task Another_tenants_passages_are_not_there()
    {
        var (mine, theirs) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        await using var ai = new AiSite(mine);
        var id = Guid.NewGuid();
        await ai.CallAsync(c => c.IndexAsync("transcript", id, Meeting(id), default));
        Assert.Empty((await ai.AsAsync([], c => c.RetrieveAsync(new("library roof", null, id, 10), default), theirs)).Hits);
    }

    [Fact]
    public async Task A_search_keeps_to_its_kind_and_its_meeting_and_its_limit()
    {
        var tenant = await system.NewTenantAsync();
        await using var ai = new AiSite(tenant);
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());
        foreach (var id in (Guid[])[one, two]) await ai.CallAsync(c => c.IndexAsync("transcript", id, Meeting(id), default));
        await ai.CallAsync(c => c.IndexAsync("document", Guid.NewGuid(), Plan(), default));
        Assert.All(await HitsAsync("trail grant", "document", null), h => Assert.Equal(("document", (int?)null), (h.SourceKind, h.FirstTurn)));
        Assert.All(await HitsAsync("library roof", null, two), h => Assert.Equal(two, h.MeetingId));
        Assert.Equal(2, (await HitsAsync("library roof", "transcript", null)).Count);
        Assert.Single((await ai.CallAsync(c => c.RetrieveAsync(new("library roof", null, null, 1), default))).Hits);

        async Task<IReadOnlyList<RetrievalHit>> HitsAsync(string text, string? kind, Guid? meeting) =>
            (await ai.CallAsync(c => c.RetrieveAsync(new(text, kind, meeting, 10), default))).Hits;
    }

    [Fact]
    public async Task A_document_is_quoted_as_it_stands_and_a_whole_meeting_is_summed_up()
    {
        var tenant = await system.NewTenantAsync();
        await using var ai = new AiSite(tenant);
        var id = Guid.NewGuid();
        await ai.CallAsync(c => c.IndexAsync("document", id, Plan(), default));
        await ai.CallAsync(c => c.IndexAsync("transcript", id, Meeting(id), default));
        var answer = await ai.CallAsync(c => c.AnswerAsync(new("How long is the Oak Creek trail?", null), default));
        var citation = answer.Sentences[0].Citations[0];
        Assert.Equal(("document", id, "The Oak Creek trail is twelve miles long."), (citation.SourceKind, citation.SourceId, citation.Quote));
        foreach (var whole in (string[])["Summarize the meeting.", "What was decided?", "What are the action items?"])
            Assert.All((await ai.CallAsync(c => c.AnswerAsync(new(whole, id), default))).Sentences, s => Assert.Contains(Council.Turns, t => t.Text.Contains(s.Citations[0].Quote, StringComparison.Ordinal)));
        Assert.Equal((2, 4), (await ai.CallAsync(c => c.AnswerAsync(new("What was decided?", id), default))).Sentences[0].Citations[0] is var c ? (c.FirstTurn!.Value, c.LastTurn!.Value) : default);
    }

    [Fact]
    public async Task What_is_too_much_or_makes_no_sense_is_refused_by_name()
    {
        var tenant = await system.NewTenantAsync();
        await using var ai = new AiSite(tenant);
        var id = Guid.NewGuid();
        Assert.Equal((400, "ai.question_length"), await ai.RefusalAsync(c => c.AnswerAsync(new(new string('x', 2_001), null), default)));
        Assert.Equal((400, "ai.question_length"), await ai.RefusalAsync(c => c.RetrieveAsync(new("  ", null, null, 5), default)));
        Assert.Equal((400, "ai.limit"), await ai.RefusalAsync(c => c.RetrieveAsync(new("roof", null, null, 0), default)));
        Assert.Equal((400, "ai.unknown_kind"), await ai.RefusalAsync(c => c.IndexAsync("gossip", id, Plan(), default)));
        Assert.Equal((400, "ai.turn_length"), await ai.RefusalAsync(c => c.IndexAsync("transcript", id, new("T", Read, id, [new("A", new string('x', 10_001))]), default)));
        Assert.Equal((400, "ai.turns"), await ai.RefusalAsync(c => c.MinutesAsync(new("T", [.. Enumerable.Repeat(new AiTurn("A", "b"), 20_001)]), default)));
        Assert.Equal((400, "ai.no_permission"), await ai.RefusalAsync(c => c.IndexAsync("document", id, Plan(" "), default)));
        using var broken = new HttpRequestMessage(HttpMethod.Post, "/ai/answers") { Content = new StringContent("{", Encoding.UTF8, "application/json") };
        Assert.Equal(HttpStatusCode.BadRequest, (await ai.SendAsync(broken)).StatusCode);
        using var huge = new HttpRequestMessage(HttpMethod.Post, "/ai/minutes") { Content = JsonContent.Create(new { title = new string('x', 26_000_000) }) };
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await ai.SendAsync(huge)).StatusCode);
    }

    [Fact]
    public async Task Any_text_can_be_stored_and_asked_about()
    {
        var tenant = await system.NewTenantAsync();
        await using var ai = new AiSite(tenant);
        var id = Guid.NewGuid();
        string[] texts = ["nul \0 inside", "'); drop table passages; --", new string('a', 9_000), "\U0001F5F3️ émoji & <b>tags</b>", "日本語のテキスト", "\t\r\n"];
        await ai.CallAsync(c => c.IndexAsync("transcript", id, new("'; --", Read, id, [.. texts.Select(t => new AiTurn("x: y", t))]), default));
        foreach (var text in texts.Where(t => t.Length < 2_000 && !string.IsNullOrWhiteSpace(t)).Append("'a' | !b & (c)"))
            Assert.NotNull(await ai.CallAsync(c => c.AnswerAsync(new(text, id), default)));
        Assert.Single((await ai.CallAsync(c => c.RetrieveAsync(new("drop table passages", null, id, 10), default))).Hits, h => h.Snippet.Contains("drop table", StringComparison.Ordinal));
    }
}
