using CivicPulse.Platform.Access;
using CivicPulse.Platform.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Http;

/// <summary>A route that cannot repeat its answer, because its work is not one transaction.</summary>
internal sealed record NoIdempotency;

public static class WritePromiseSetup
{
    /// <summary>A route whose work is not one transaction, or whose answer is too long to keep: it takes no <c>Idempotency-Key</c>.</summary>
    public static TBuilder WithoutIdempotency<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new NoIdempotency());
}

/// <summary>
/// The two promises a writing client may ask for: <c>If-Match</c>, change only what I have seen; <c>Idempotency-Key</c>, do it once
/// and answer the same again. Either puts the endpoint's saves, and the kept answer, into one transaction that is committed when the
/// answer is known and before it is sent; without them a request is not touched here.
/// </summary>
internal sealed class WritePromises(RequestDelegate next, TimeProvider clock)
{
    public const string KeyHeader = "Idempotency-Key";
    public const string ReplayHeader = "Idempotency-Replayed";
    private const int LongestKey = 255;

    public Task InvokeAsync(HttpContext http, CurrentAccount account)
    {
        var headers = http.Request.Headers;
        if (HttpMethods.IsGet(http.Request.Method) || (headers.IfMatch.Count == 0 && !headers.ContainsKey(KeyHeader))
            || http.GetEndpoint()?.Metadata.GetMetadata<NeedsPermission>() is null) return next(http);
        var condition = WriteCondition.Of(http.Request);
        var key = KeyOf(http);
        return condition is null && key is null ? next(http) : KeepAsync(http, account.Known, condition, key);
    }

    private async Task KeepAsync(HttpContext http, Guid account, WriteCondition? condition, string? key)
    {
        var ct = http.RequestAborted;
        var db = http.RequestServices.GetRequiredService<TenantDb>();
        var hash = key is null ? [] : await RequestHash.OfAsync(http.Request, ct);
        var route = $"{http.Request.Method} {((RouteEndpoint)http.GetEndpoint()!).RoutePattern.RawText}";
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (key is not null && await KeptAsync(http, db, account, route, key, hash, ct)) return;

        db.Condition = condition;
        using var held = new HeldAnswer(http);
        await held.FillAsync(next);
        if (http.Response.StatusCode < StatusCodes.Status300MultipleChoices)
        {
            if (condition is { Checked: false }) throw WriteCondition.Unusable();
            if (key is not null) await db.KeepAnswerAsync(held.ToKept(account, route, key, hash, clock.GetUtcNow()), ct);
            await transaction.CommitAsync(ct);
        }
        else
        {
            await transaction.RollbackAsync(ct);
        }
        await held.SendAsync(ct);
    }

    /// <returns>True when the answer has been given already.</returns>
    private async Task<bool> KeptAsync(HttpContext http, TenantDb db, Guid account, string route, string key, byte[] hash, CancellationToken ct)
    {
        if (!await db.TryHoldKeyAsync(account, route, key, ct))
        {
            http.Response.Headers.RetryAfter = "1";
            await Problems.Of(StatusCodes.Status409Conflict, "idempotency.in_progress", "The first request with this key is still being answered.").ExecuteAsync(http);
            return true;
        }
        // A statement of its own: it sees what was committed while the lock was waited for.
        if (await db.FindAnswerAsync(account, route, key, ct) is not { } kept || kept.KeptAt < clock.GetUtcNow() - KeptAnswer.Kept) return false;
        if (!kept.RequestHash.AsSpan().SequenceEqual(hash))
            throw new BadInput("idempotency.different_request", "This key was used with another request. A new request needs a new key.", StatusCodes.Status422UnprocessableEntity);
        await RepeatAsync(http.Response, kept, ct);
        return true;
    }

    private static async Task RepeatAsync(HttpResponse response, KeptAnswer kept, CancellationToken ct)
    {
        response.Headers[ReplayHeader] = "true";
        if (kept.Location is { } location) response.Headers.Location = location;
        if (kept.Body is null)
        {
            await Problems.Of(StatusCodes.Status409Conflict, "idempotency.answer_not_kept", "This was done by the first request; its answer was too long to keep.").ExecuteAsync(response.HttpContext);
            return;
        }
        response.StatusCode = kept.Status;
        if (kept.Etag is { } tag) response.Headers.ETag = tag;
        if (kept.ContentType is { } type) response.ContentType = type;
        if (kept.Body.Length > 0) await response.Body.WriteAsync(kept.Body, ct);
    }

    private static string? KeyOf(HttpContext http)
    {
        var request = http.Request;
        if (!request.Headers.TryGetValue(KeyHeader, out var header) || !HttpMethods.IsPost(request.Method)) return null;
        if (header.ToString() is not { Length: > 0 and <= LongestKey } key || header.Count > 1 || key.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw new BadInput("idempotency.bad_key", $"`{KeyHeader}` is one word of 1 to {LongestKey} visible ASCII characters.");
        if (http.GetEndpoint()!.Metadata.GetMetadata<NoIdempotency>() is not null || request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
            throw new BadInput("idempotency.not_here", "A streamed answer and a bulk request cannot be repeated by key; the operations of a bulk request each take their own.");
        return key;
    }

    /// <summary>An answer that is written, but not sent before it is certain.</summary>
    private sealed class HeldAnswer(HttpContext http) : IDisposable
    {
        private readonly MemoryStream _body = new();

        public async Task FillAsync(RequestDelegate next)
        {
            var real = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
            var holding = new StreamResponseBodyFeature(_body);
            http.Features.Set<IHttpResponseBodyFeature>(holding);
            try
            {
                await next(http);
                await holding.CompleteAsync();
            }
            finally
            {
                http.Features.Set(real);
            }
        }

        public KeptAnswer ToKept(Guid account, string route, string key, byte[] hash, DateTimeOffset at) => new()
        {
            Id = Guid.CreateVersion7(),
            AccountId = account,
            Route = route,
            Key = key,
            RequestHash = hash,
            Status = http.Response.StatusCode,
            ContentType = http.Response.ContentType,
            Location = Header(http.Response.Headers.Location),
            Etag = Header(http.Response.Headers.ETag),
            Body = _body.Length > KeptAnswer.LongestBody ? null : _body.ToArray(),
            KeptAt = at,
        };

        public Task SendAsync(CancellationToken ct)
        {
            _body.Position = 0;
            return _body.Length == 0 ? Task.CompletedTask : _body.CopyToAsync(http.Response.Body, ct);
        }

        public void Dispose() => _body.Dispose();

        private static string? Header(Microsoft.Extensions.Primitives.StringValues value) => value.Count == 0 ? null : value.ToString();
    }
}
