using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CivicPulse.Platform.Http;

/// <summary>
/// Says 413 to a body that is announced too large. Many clients read no answer before they have sent everything and would
/// only see a broken connection, so what comes is thrown away first, up to a bound.
/// </summary>
internal sealed class OversizedBodies(RequestDelegate next)
{
    private const long MostDiscarded = 256_000_000;
    private static readonly TimeSpan LongestDiscard = TimeSpan.FromSeconds(20);

    public async Task InvokeAsync(HttpContext http)
    {
        var limit = http.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit?.MaxRequestBodySize is not { } most || http.Request.ContentLength is not { } length || length <= most)
        {
            await next(http);
            return;
        }
        if (!limit.IsReadOnly && length <= MostDiscarded && !http.Request.Headers.ContainsKey("Expect"))
        {
            limit.MaxRequestBodySize = length;
            await DiscardAsync(http);
        }
        await Problems.Of(StatusCodes.Status413PayloadTooLarge, "too_large", $"This address accepts at most {most} bytes.").ExecuteAsync(http);
    }

    private static async Task DiscardAsync(HttpContext http)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        patience.CancelAfter(LongestDiscard);
        try
        {
            await http.Request.Body.CopyToAsync(Stream.Null, patience.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Too slow or gone: the answer is sent all the same.
        }
    }
}
