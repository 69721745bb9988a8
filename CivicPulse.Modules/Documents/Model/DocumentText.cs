using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using CivicPulse.Platform.Http;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using UglyToad.PdfPig;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;

namespace CivicPulse.Modules.Documents.Model;

/// <summary>Takes the words out of a file. Paragraphs are separated by empty lines.</summary>
internal static class DocumentText
{
    public const int Longest = 5_000_000;
    private const string Blocks = "h1, h2, h3, h4, h5, h6, p, li, td, th, pre, blockquote, div, section, article, dt, dd";

    /// <exception cref="BadInput">The file is damaged, or larger inside than outside.</exception>
    public static string Read(byte[] content, string contentType)
    {
        try
        {
            var text = contentType switch
            {
                "application/pdf" => Pdf(content),
                "text/html" => Html(content),
                "text/plain" => Encoding.UTF8.GetString(content).TrimStart('\uFEFF'),
                _ => Docx(content),
            };
            text = text.Replace("\0", "", StringComparison.Ordinal).Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
            return text.Length <= Longest ? text : throw new BadInput("documents.too_long", $"The text is longer than {Longest} characters.");
        }
        catch (Exception e) when (e is not BadInput and not OutOfMemoryException)
        {
            throw new BadInput("documents.unreadable", "The file cannot be read: it is damaged or protected.");
        }
    }

    private static string Pdf(byte[] content)
    {
        using var pdf = PdfDocument.Open(content);
        var text = new StringBuilder();
        foreach (var page in pdf.GetPages())
        {
            text.Append(ContentOrderTextExtractor.GetText(page, addDoubleNewline: true)).Append("\n\n");
            if (text.Length > Longest) break;
        }
        return text.ToString();
    }

    private static string Html(byte[] content)
    {
        var document = new HtmlParser().ParseDocument(new MemoryStream(content, writable: false));
        foreach (var hidden in document.QuerySelectorAll("script, style, noscript, template, nav").ToList()) hidden.Remove();
        var paragraphs = new List<(IElement? Block, StringBuilder Text)>();
        foreach (var text in document.Body?.Descendants<IText>() ?? [])
        {
            var block = text.ParentElement?.Closest(Blocks);
            if (paragraphs.Count == 0 || paragraphs[^1].Block != block) paragraphs.Add((block, new StringBuilder()));
            paragraphs[^1].Text.Append(text.Data);
        }
        return string.Join("\n\n", paragraphs.Select(p => p.Text.ToString().Trim()).Where(t => t.Length > 0));
    }

    private static string Docx(byte[] content)
    {
        using var word = WordprocessingDocument.Open(new MemoryStream(content, writable: false), false,
            new OpenSettings { MaxCharactersInPart = Longest * 4L });
        var body = word.MainDocumentPart?.Document?.Body;
        return body is null ? "" : string.Join("\n\n", body.Descendants<Paragraph>().Select(p => p.InnerText.Trim()).Where(t => t.Length > 0));
    }
}
