using System.Buffers.Binary;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Aspire.Hosting.Local;

/// <summary>One gRPC call to us: the request's fields, and the stream of answers.</summary>
internal sealed record GrpcCall(ProtoFields Request, HttpResponse Response, CancellationToken Ended)
{
    private const int Ok = 0;
    private const int Cancelled = 1;
    private const int Unauthenticated = 16;
    private const int LongestRequest = 64 * 1024;

    public async Task SendAsync(ProtoMessage message)
    {
        var frame = new byte[5 + message.Bytes.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Bytes.Length);
        message.Bytes.CopyTo(frame.AsMemory(5));
        await Response.Body.WriteAsync(frame, Ended);
        await Response.Body.FlushAsync(Ended);
    }

    public static void Map(IEndpointRouteBuilder routes, string key, string method, Func<GrpcCall, Task> answer) =>
        routes.MapPost($"/aspire.v1.DashboardService/{method}", context => AnswerAsync(context, key, answer));

    private static async Task AnswerAsync(HttpContext context, string key, Func<GrpcCall, Task> answer)
    {
        context.Response.ContentType = "application/grpc";
        context.Response.DeclareTrailer("grpc-status");
        // The client sends its request only after it has seen our headers.
        await context.Response.StartAsync(context.RequestAborted);
        var status = Ok;
        if (!string.Equals(context.Request.Headers["x-resource-service-api-key"], key, StringComparison.Ordinal))
            status = Unauthenticated;
        else
        {
            try
            {
                var request = new ProtoFields(await ReadAsync(context.Request.Body, context.RequestAborted));
                await answer(new GrpcCall(request, context.Response, context.RequestAborted));
            }
            catch (OperationCanceledException)
            {
                status = Cancelled;
            }
        }
        if (!context.RequestAborted.IsCancellationRequested)
            context.Response.AppendTrailer("grpc-status", status.ToString(CultureInfo.InvariantCulture));
    }

    private static async Task<byte[]> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var head = new byte[5];
        if (await body.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken) < head.Length)
            return [];
        var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1));
        if (length is < 0 or > LongestRequest)
            throw new OperationCanceledException("The request is too long.");
        var message = new byte[length];
        await body.ReadExactlyAsync(message, cancellationToken);
        return message;
    }
}
