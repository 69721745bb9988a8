using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace CivicPulse.Platform.Http;

/// <summary>
/// What holds for every request body: JSON is UTF-8, and what is announced too large is told so. Many clients read no answer
/// before they have sent everything and would only see a broken connection, so what comes is thrown away first, up to a bound.
/// </summary>
internal sealed class BodyRules(RequestDelegate next)
{
    private const long MostDiscarded = 256_000_000;
    private static readonly TimeSpan LongestDiscard = TimeSpan.FromSeconds(20);

    public Task InvokeAsync(HttpContext http)
    {
        if (!IsUtf8(http.Request)) return Problems.Of(StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "Text is sent as UTF-8 here.").ExecuteAsync(http);
        return http.Request.ContentLength is { } length && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { MaxRequestBodySize: { } most } limit && length > most
            ? RefuseAsync(http, limit, length, most)
            : next(http);
    }

    private static async Task RefuseAsync(HttpContext http, IHttpMaxRequestBodySizeFeature limit, long length, long most)
    {
        if (!limit.IsReadOnly && length <= MostDiscarded && !http.Request.Headers.ContainsKey(HeaderNames.Expect))
        {
            limit.MaxRequestBodySize = length;
            await DiscardAsync(http);
        }
        await Problems.Of(StatusCodes.Status413PayloadTooLarge, "too_large", $"This address accepts at most {most} bytes.").ExecuteAsync(http);
    }

    private static bool IsUtf8(HttpRequest request) =>
        !MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.Charset.HasValue
        || type.Charset.ToString().Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase);

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
