using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using CivicPulse.Platform.Access;
using CivicPulse.Tests.Support;

namespace CivicPulse.Tests.Assistant;

public sealed class QuestionTests(TestSystem system)
{
    [Theory]
    [InlineData("How much does the library roof repair cost?")]
    [InlineData("How much does the library roof cost?")]
    public async Task An_answer_is_made_of_sentences_of_the_record_and_each_citation_opens_its_turn(string text)
    {
        var tenant = await system.NewTenantAsync();
        var meeting = await tenant.Owner.NewMeetingAsync("Town council", Council.Turns);
        var answer = await tenant.Owner.SendAsync("/api/v1/questions", new { text }, HttpStatusCode.OK);

        Assert.Equal(("answered", "embedded"), (answer.Text("status"), answer.Text("mode")));
        Assert.Contains(answer.List("sentences"), s => s.Text("text").Contains("forty thousand dollars", StringComparison.Ordinal));
        Assert.All(answer.List("sentences"), sentence =>
        {
            var citation = sentence.List("citations")[0];
            var turn = citation.GetProperty("first_turn").GetInt32();
            Assert.Equal(meeting, citation.Text("meeting_id"));
            Assert.Equal($"/meetings/{meeting}?turn={turn}", citation.Text("url"));
            Assert.Contains(citation.Text("quote"), Council.Turns[turn].Text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("What is the capital of Mongolia?")]
    [InlineData("Which vaccine did the hospital order?")]
    [InlineData("???")]
    public async Task What_the_record_cannot_answer_it_does_not_answer(string text)
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("Town council", Council.Turns);
        var answer = await tenant.Owner.SendAsync("/api/v1/questions", new { text }, HttpStatusCode.OK);
        Assert.Equal("not_found", answer.Text("status"));
        Assert.Empty(answer.List("sentences"));
    }

    [Fact]
    public async Task A_streamed_answer_is_the_same_answer_and_is_kept()
    {
        var tenant = await system.NewTenantAsync();
        await tenant.Owner.NewMeetingAsync("Town council", Council.Turns);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/questions") { Content = JsonContent.Create(new { text = "Who will measure the traffic on Maple Street?" }) };
        request.Headers.Accept.Add(new("text/event-stream"));
        using var response = await tenant.Owner.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var events = new List<SseItem<string>>();
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync()) events.Add(item);

        var done = JsonSerializer.Deserialize<JsonElement>(events[^1].Data);
        Assert.Equal("done", events[^1].EventType);
        Assert.Equal("answered", done.Text("status"));
        Assert.Equal(done.List("sentences").Select(s => s.Text("text")), events.SkipLast(1).Select(e => JsonSerializer.Deserialize<JsonElement>(e.Data).Text("text")));
        Assert.Equal(done.Text("id"), (await tenant.Owner.ReadAsync("/api/v1/questions")).List("items")[0].Text("id"));
    }

    [Fact]
    public async Task Questions_are_seen_only_by_the_one_who_asked()
    {
        var tenant = await system.NewTenantAsync();
        var asked = await tenant.Owner.SendAsync("/api/v1/questions", new { text = "Is anybody there?" }, HttpStatusCode.OK);
        using var colleague = await tenant.AsAsync(Role.Admin);
        Assert.Empty((await colleague.ReadAsync("/api/v1/questions")).List("items"));
        Assert.Equal(HttpStatusCode.NotFound, (await colleague.GetAsync($"/api/v1/questions/{asked.Text("id")}")).StatusCode);
    }

    [Fact]
    public async Task One_tenants_record_never_answers_another_tenants_question()
    {
        var (mine, theirs) = (await system.NewTenantAsync(), await system.NewTenantAsync());
        var meeting = await theirs.Owner.NewMeetingAsync("Theirs", Council.Turns);
        foreach (var question in (object[])[new { text = "How much does the library roof repair cost?" }, new { text = "How much does the library roof repair cost?", meeting_id = meeting }])
            Assert.Equal("not_found", (await mine.Owner.SendAsync("/api/v1/questions", question, HttpStatusCode.OK)).Text("status"));
        Assert.Empty((await mine.Owner.ReadAsync("/api/v1/search?q=library")).List("items"));
    }

    [Fact]
    public async Task A_question_of_ten_thousand_characters_is_refused_clearly()
    {
        var tenant = await system.NewTenantAsync();
        var problem = await tenant.Owner.SendAsync("/api/v1/questions", new { text = new string('x', 10_000) }, HttpStatusCode.BadRequest);
        Assert.Equal("invalid", problem.Text("code"));
        Assert.True(problem.GetProperty("errors").TryGetProperty("text", out _));
        Assert.Empty((await tenant.Owner.ReadAsync("/api/v1/questions")).List("items"));
    }
}
