using System.IO.Compression;
using System.Text;
using CivicPulse.Platform.Http;

namespace CivicPulse.Modules.Documents.Model;

internal enum DocumentKind { Text, Html, Pdf, Docx }

/// <summary>What a file is, by its content; its name must agree.</summary>
internal static class DocumentKinds
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <exception cref="BadInput">415: the content is none of the kinds accepted, or another than the name says.</exception>
    public static DocumentKind Recognise(byte[] content, string fileName)
    {
        var kind = Sniff(content, fileName);
        var fits = Path.GetExtension(fileName).ToLowerInvariant() switch
        {
            ".pdf" => kind == DocumentKind.Pdf,
            ".docx" => kind == DocumentKind.Docx,
            ".html" or ".htm" => kind == DocumentKind.Html,
            ".txt" or ".md" or ".text" => kind == DocumentKind.Text,
            _ => false,
        };
        return fits ? kind!.Value : throw new BadInput("documents.kind", "Documents are .pdf, .docx, .html, .md or .txt files whose content is what the name says.", 415);
    }

    public static string ContentType(this DocumentKind kind) => kind switch
    {
        DocumentKind.Pdf => "application/pdf",
        DocumentKind.Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        DocumentKind.Html => "text/html",
        _ => "text/plain",
    };

    private static DocumentKind? Sniff(byte[] content, string fileName)
    {
        if (content.AsSpan().StartsWith("%PDF-"u8)) return DocumentKind.Pdf;
        if (content.AsSpan().StartsWith("PK\u0003\u0004"u8)) return IsWord(content) ? DocumentKind.Docx : null;
        try
        {
            if (Utf8.GetString(content).Contains('\0')) return null;
        }
        catch (ArgumentException)
        {
            return null;
        }
        return Path.GetExtension(fileName).StartsWith(".htm", StringComparison.OrdinalIgnoreCase) ? DocumentKind.Html : DocumentKind.Text;
    }

    private static bool IsWord(byte[] content)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(content, writable: false));
            return archive.GetEntry("word/document.xml") is not null;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}
