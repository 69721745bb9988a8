using CivicPulse.Platform.Files;
using CivicPulse.Platform.Http;

namespace CivicPulse.Modules.Documents.Model;

internal enum DocumentKind { Text, Html, Pdf, Docx }

/// <summary>Of the files whose content is known, those with words to read.</summary>
internal static class DocumentKinds
{
    /// <exception cref="BadInput">415: the content is none of the kinds accepted, or another than the name says.</exception>
    public static DocumentKind Recognise(byte[] content, string fileName) => FileKinds.Recognise(content, fileName) switch
    {
        FileKind.Pdf => DocumentKind.Pdf,
        FileKind.Docx => DocumentKind.Docx,
        FileKind.Html => DocumentKind.Html,
        FileKind.Text when Path.GetExtension(fileName).ToLowerInvariant() is ".txt" or ".md" or ".text" => DocumentKind.Text,
        _ => throw new BadInput("documents.kind", "Documents are .pdf, .docx, .html, .md or .txt files whose content is what the name says.", 415),
    };

    public static string ContentType(this DocumentKind kind) => kind switch
    {
        DocumentKind.Pdf => FileKind.Pdf.ContentType(),
        DocumentKind.Docx => FileKind.Docx.ContentType(),
        DocumentKind.Html => FileKind.Html.ContentType(),
        _ => FileKind.Text.ContentType(),
    };
}
