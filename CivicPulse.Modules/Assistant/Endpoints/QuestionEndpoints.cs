using System.ComponentModel.DataAnnotations;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using CivicPulse.Modules.Assistant.Model;
using CivicPulse.Platform.Access;
using CivicPulse.Platform.Ai;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CivicPulse.Modules.Assistant.Endpoints;

internal static class QuestionEndpoints
{
    private static readonly Listing<Question> Listed = Listing.Of<Question>("-asked_at")
        .Sort("asked_at", q => q.CreatedAt).Filter("status", q => q.Status).Filter("meeting_id", q => q.MeetingId).Filter("text", q => q.Text);

    public static void MapQuestions(this IEndpointRouteBuilder routes)
    {
        var questions = routes.MapGroup("/api/v1/questions").WithTags("Assistant");
        questions.MapPost("/", Ask).Needs(AssistantPermissions.Ask).Costly().Patiently().Produces<QuestionDetail>(StatusCodes.Status200OK, "application/json", "text/event-stream")
            .WithSummary("Answers from the record, quoting it; with Accept: text/event-stream sentence by sentence");
        questions.MapGet("/", List).Needs(AssistantPermissions.Ask).Lists(Listed).WithSummary("Lists your own questions, newest first");
        questions.MapGet("/{id:guid}", Read).Needs(AssistantPermissions.Ask).WithSummary("Reads one of your own questions with its answer");
    }

    private static async Task<IResult> Ask(AskedQuestion asked, HttpRequest request, TenantDb db, CurrentAccount account, AiClient ai, CancellationToken ct)
    {
        var question = new AskQuestion(asked.Text.Trim(), asked.MeetingId);
        if (request.GetTypedHeaders().Accept.Any(a => a.MediaType == "text/event-stream"))
            return TypedResults.ServerSentEvents(StreamAsync(question, db, account.Known, ai, ct));
        var answer = await ai.AnswerAsync(question, ct);
        return TypedResults.Ok(Detail(await KeepAsync(question, answer.Status, answer.Mode, answer.Sentences, db, account.Known, ct)));
    }

    private static Task<Page<QuestionDetail>> List([AsParameters] PageQuery page, TenantDb db, CurrentAccount account, CancellationToken ct)
    {
        var mine = account.Known;
        return db.Questions.Where(q => q.AccountId == mine).ToPageAsync(page, Listed,
            q => new QuestionDetail(q.Id, q.Text, q.MeetingId, q.Status, q.Mode, q.Sentences, q.CreatedAt, q.Version), ct);
    }

    private static async Task<Results<Ok<QuestionDetail>, NotFound>> Read(Guid id, TenantDb db, CurrentAccount account, CancellationToken ct)
    {
        var mine = account.Known;
        return await db.Questions.AsNoTracking().FirstOrDefaultAsync(q => q.Id == id && q.AccountId == mine, ct) is { } question
            ? TypedResults.Ok(Detail(question))
            : TypedResults.NotFound();
    }

    private static async IAsyncEnumerable<SseItem<object>> StreamAsync(
        AskQuestion question, TenantDb db, Guid account, AiClient ai, [EnumeratorCancellation] CancellationToken ct)
    {
        var sentences = new List<AiSentence>();
        await foreach (var part in ai.StreamAnswerAsync(question, ct))
        {
            if (part is AiSentence sentence)
            {
                sentences.Add(sentence);
                yield return new SseItem<object>(AnswerSentence.Of(sentence), "sentence");
            }
            else if (part is AiAnswerDone done)
            {
                yield return new SseItem<object>(Detail(await KeepAsync(question, done.Status, done.Mode, sentences, db, account, ct)), "done");
            }
        }
    }

    private static async Task<Question> KeepAsync(
        AskQuestion asked, AnswerStatus status, string mode, IReadOnlyList<AiSentence> sentences, TenantDb db, Guid account, CancellationToken ct)
    {
        var question = Question.Answered(account, asked.Text, asked.MeetingId, status, mode, sentences);
        db.Questions.Add(question);
        await db.SaveChangesAsync(ct);
        return question;
    }

    private static QuestionDetail Detail(Question q) => new(q.Id, q.Text, q.MeetingId, q.Status, q.Mode, q.Sentences, q.CreatedAt, q.Version);
}

/// <param name="MeetingId">Asks only this meeting's record; absent asks everything you may read.</param>
[Example("""{ "text": "What was decided about the library roof?" }""")]
public sealed record AskedQuestion([Required, MaxLength(2000)] string Text, Guid? MeetingId = null);

public sealed record QuestionDetail(
    Guid Id, string Text, Guid? MeetingId, AnswerStatus Status, string Mode, IReadOnlyList<AnswerSentence> Sentences, DateTimeOffset AskedAt,
    [property: JsonIgnore] uint RowVersion) : IVersioned;
