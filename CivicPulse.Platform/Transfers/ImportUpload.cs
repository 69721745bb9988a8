using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace CivicPulse.Platform.Transfers;

/// <summary>The <c>file</c> part of a form, while it comes: nothing of it is kept in memory or on this machine's disk.</summary>
internal sealed record ImportUpload(string Kind, string FileName, Stream Content)
{
    public const long Largest = 1_000_000_000;
    private const int LongestField = 1000;
    private const int LongestName = 255;

    /// <summary>The kind is named before the file: in the address or in a field that comes first.</summary>
    public static async Task<ImportUpload> ReadAsync(HttpRequest request, string? kind, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
            throw new BadInput("unsupported_media_type", "Send the `file` as multipart/form-data.", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            var parts = new MultipartReader(boundary, request.Body);
            while (await parts.ReadNextSectionAsync(ct) is { } part)
            {
                if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)) continue;
                var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value;
                if (name == "file") return new ImportUpload(kind ?? throw NoKind(), NameOf(disposition), part.Body);
                if (name == "kind") kind ??= await TextAsync(part.Body, ct);
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw new BadInput("bad_form", "The form cannot be read: it is incomplete or not what its content type says.");
        }
        throw new BadInput("no_file", "Send the file in the part named `file`.");
    }

    private static BadInput NoKind() => new("transfer.no_kind", "Name the `kind` of records before the file.", StatusCodes.Status422UnprocessableEntity);

    private static string NameOf(ContentDispositionHeaderValue disposition)
    {
        var given = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value ?? "";
        var name = Path.GetFileName(given.Replace('\\', '/'));
        return name.Length is 0 or > LongestName || name.Any(char.IsControl)
            ? throw new BadInput("bad_file_name", $"The file needs a name of at most {LongestName} characters.")
            : name;
    }

    private static async Task<string> TextAsync(Stream part, CancellationToken ct)
    {
        var bytes = new byte[LongestField + 1];
        var read = await part.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return read > LongestField ? throw new BadInput("bad_form", "A field of the form is too long.") : System.Text.Encoding.UTF8.GetString(bytes, 0, read);
    }
}

public static class ImportUploadRoutes
{
    /// <summary>Lets a route take bodies up to <see cref="ImportUpload.Largest"/>, and the time they need.</summary>
    public static TBuilder WithImports<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new Limit()).WithTransfers();

    private sealed class Limit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => ImportUpload.Largest;
    }
}
