using CivicPulse.Platform.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Access;

/// <summary>
/// Lets the serializer know who is asking, and writes one audit event for a request that showed sensitive fields. It is written when the
/// answer is complete, whether or not the client waited for its end.
/// </summary>
internal sealed class SensitiveViews(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext http, Redaction redaction)
    {
        redaction.Begin();
        try
        {
            await next(http);
        }
        finally
        {
            if (redaction.Seen.Count > 0) await RecordAsync(http, redaction);
        }
    }

    private static Task RecordAsync(HttpContext http, Redaction redaction)
    {
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        var records = redaction.Seen.Select(s => new { record = s.Key, fields = s.Value.Fields, ids = s.Value.Ids, count = s.Value.Count }).ToList();
        var only = redaction.Seen.Count == 1 && redaction.Seen.Values.First().Ids is { Count: 1 } ids ? ids.First() : (Guid?)null;
        return http.RequestServices.GetRequiredService<AuditEvents>()
            .RecordAsync("platform.sensitive_viewed", redaction.Seen.Keys.First(), only, new { route, records }, CancellationToken.None);
    }
}
