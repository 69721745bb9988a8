using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace CivicPulse.Platform.Http;

/// <summary>Sends a request through the whole API from inside: nothing that guards a request from outside is skipped.</summary>
internal sealed class BulkRunner(ApiPipeline pipeline, IServiceScopeFactory scopes)
{
    /// <summary>All bodies of one answer together; what does not fit is left out and said so.</summary>
    public const int LargestAnswer = 5_000_000;
    private const int LargestBody = 256_000;

    /// <summary>Who asks: exactly what came with the bulk request itself.</summary>
    private static readonly string[] Passed = ["Authorization", "Cookie", "X-Tenant", "Host", "Origin", "Sec-Fetch-Site", "User-Agent"];
    private static readonly string[] Shown = ["ETag", "Location", "Retry-After", WritePromises.ReplayHeader];

    public async Task<(BulkResult Shown, int Bytes)> RunAsync(HttpContext outer, BulkOperation operation, int index, int room, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        using var answer = new BoundedBody(Math.Min(room, LargestBody));
        var http = new DefaultHttpContext(Features(outer, operation, answer, scope.ServiceProvider, ct));
        await pipeline.Whole!(http);
        ct.ThrowIfCancellationRequested();
        var headers = Shown.Where(http.Response.Headers.ContainsKey).ToDictionary(h => h, h => http.Response.Headers[h].ToString(), StringComparer.Ordinal);
        var body = answer.Overflowed || http.Response.ContentType?.Contains("json", StringComparison.Ordinal) != true ? null : Parse(answer.Bytes);
        return (new BulkResult(index, http.Response.StatusCode, headers, body, body is null && answer.Any ? true : null), body is null ? 0 : answer.Bytes.Length);
    }

    private static FeatureCollection Features(HttpContext outer, BulkOperation operation, Stream answer, IServiceProvider services, CancellationToken ct)
    {
        var question = operation.Path!.IndexOf('?', StringComparison.Ordinal);
        var body = operation.Body is { ValueKind: not JsonValueKind.Undefined } json ? Encoding.UTF8.GetBytes(json.GetRawText()) : null;
        var request = new HttpRequestFeature
        {
            Method = operation.Method!,
            Scheme = outer.Request.Scheme,
            Protocol = outer.Request.Protocol,
            Path = PathString.FromUriComponent(question < 0 ? operation.Path : operation.Path[..question]),
            QueryString = question < 0 ? "" : operation.Path[question..],
            Body = new MemoryStream(body ?? [], writable: false),
        };
        foreach (var name in Passed)
            if (outer.Request.Headers.TryGetValue(name, out var value)) request.Headers[name] = value;
        request.Headers.Accept = "application/json";
        if (body is not null) (request.Headers.ContentType, request.Headers.ContentLength) = ("application/json", body.Length);
        if (operation.IfMatch is { } seen) request.Headers.IfMatch = seen;
        if (operation.IdempotencyKey is { } key) request.Headers[WritePromises.KeyHeader] = key;

        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature { RequestAborted = ct });
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { RemoteIpAddress = outer.Connection.RemoteIpAddress, ConnectionId = outer.Connection.Id });
        features.Set<IServiceProvidersFeature>(new ServiceProvidersFeature { RequestServices = services });
        features.Set<IHttpRequestBodyDetectionFeature>(new Detected(body is not null));
        features.Set(new InsideBulk());
        return features;
    }

    private static JsonElement? Parse(byte[] bytes)
    {
        if (bytes.Length == 0) return null;
        using var document = JsonDocument.Parse(bytes);
        return document.RootElement.Clone();
    }

    private sealed record Detected(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;

    private sealed class ServiceProvidersFeature : IServiceProvidersFeature
    {
        public required IServiceProvider RequestServices { get; set; }
    }

    /// <summary>Keeps what fits and lets the rest go by.</summary>
    private sealed class BoundedBody(int most) : Stream
    {
        private readonly MemoryStream _kept = new();

        public bool Overflowed { get; private set; }

        public bool Any => Overflowed || _kept.Length > 0;

        public byte[] Bytes => _kept.ToArray();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _kept.Length;

        public override long Position { get => _kept.Position; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Overflowed || _kept.Length + buffer.Length > most) Overflowed = true;
            else _kept.Write(buffer);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override void Flush()
        {
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _kept.Dispose();
            base.Dispose(disposing);
        }
    }
}
