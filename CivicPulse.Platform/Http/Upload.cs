using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace CivicPulse.Platform.Http;

/// <summary>The one <c>file</c> of a multipart request, read whole within the bound of the route.</summary>
public sealed record Upload(string FileName, byte[] Content, IFormCollection Form)
{
    public const long Largest = 25_000_000;
    private const int LongestName = 255;

    /// <returns>Null when the request is no form; what it is then, the endpoint knows.</returns>
    public static async Task<Upload?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (!request.HasFormContentType) return null;
        var form = await request.ReadWireFormAsync(ct);
        if (form.Files.GetFile("file") is not { } file) throw new BadInput("no_file", "Send the file in the part named `file`.");
        if (file.Length == 0) throw new BadInput("empty_file", "The file is empty.");
        var name = Path.GetFileName(file.FileName.Replace('\\', '/'));
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl)) throw new BadInput("bad_file_name", $"The file needs a name of at most {LongestName} characters.");
        var content = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(content, ct);
        return new Upload(name, content, form);
    }

    public Stream Open() => new MemoryStream(Content, writable: false);
}

public static class UploadRoutes
{
    /// <summary>Lets a route take bodies up to <see cref="Upload.Largest"/>.</summary>
    public static TBuilder WithUploads<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new Limit()).Patiently();

    /// <summary>Sends the client to the job that follows its upload.</summary>
    public static Microsoft.AspNetCore.Http.HttpResults.Accepted<Jobs.JobDetail> Accepted(Jobs.JobDetail job) =>
        TypedResults.Accepted($"/api/v1/jobs/{job.Id}", job);

    private sealed class Limit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => Upload.Largest;
    }
}
