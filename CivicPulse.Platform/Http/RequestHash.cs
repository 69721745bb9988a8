using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Platform.Http;

/// <summary>Tells whether two requests ask for the same. A form is compared by its parts: every client draws its boundaries anew.</summary>
internal static class RequestHash
{
    public static async Task<byte[]> OfAsync(HttpRequest request, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, request.Path.Value?.TrimEnd('/'));
        Add(hash, request.QueryString.Value);
        if (request.HasFormContentType) await AddFormAsync(hash, await request.ReadWireFormAsync(ct), ct);
        else
        {
            request.EnableBuffering();
            await AddAsync(hash, request.Body, ct);
            request.Body.Position = 0;
        }
        return hash.GetHashAndReset();
    }

    private static async Task AddFormAsync(IncrementalHash hash, IFormCollection form, CancellationToken ct)
    {
        foreach (var (name, values) in form.OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            Add(hash, name);
            foreach (var value in values) Add(hash, value);
        }
        foreach (var file in form.Files)
        {
            Add(hash, file.Name);
            Add(hash, file.FileName);
            await using var content = file.OpenReadStream();
            await AddAsync(hash, content, ct);
        }
    }

    private static async Task AddAsync(IncrementalHash hash, Stream content, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(32_768);
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer, ct)) > 0) hash.AppendData(buffer, 0, read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>With its length before it, so that parts cannot run into each other.</summary>
    private static void Add(IncrementalHash hash, string? text)
    {
        var bytes = Encoding.UTF8.GetBytes(text ?? "");
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
