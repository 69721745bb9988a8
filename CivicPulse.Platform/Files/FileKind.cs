using System.Collections.Frozen;
using System.IO.Compression;
using System.Text;

namespace CivicPulse.Platform.Files;

public enum FileKind { Text, Html, Pdf, Docx, Xlsx, Pptx, Png, Jpeg, Gif, Webp }

/// <summary>What a file is, by its content; its name must agree.</summary>
public static class FileKinds
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    private static readonly FrozenDictionary<string, FileKind> ByName = new Dictionary<string, FileKind>(StringComparer.Ordinal)
    {
        [".pdf"] = FileKind.Pdf,
        [".docx"] = FileKind.Docx,
        [".xlsx"] = FileKind.Xlsx,
        [".pptx"] = FileKind.Pptx,
        [".png"] = FileKind.Png,
        [".jpg"] = FileKind.Jpeg,
        [".jpeg"] = FileKind.Jpeg,
        [".gif"] = FileKind.Gif,
        [".webp"] = FileKind.Webp,
        [".html"] = FileKind.Html,
        [".htm"] = FileKind.Html,
        [".txt"] = FileKind.Text,
        [".text"] = FileKind.Text,
        [".md"] = FileKind.Text,
        [".csv"] = FileKind.Text,
        [".vtt"] = FileKind.Text,
        [".srt"] = FileKind.Text,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly (string Part, FileKind Kind)[] OfficeParts =
        [("word/document.xml", FileKind.Docx), ("xl/workbook.xml", FileKind.Xlsx), ("ppt/presentation.xml", FileKind.Pptx)];

    /// <returns>Null when the content is none of these, or another than the name says.</returns>
    public static FileKind? Recognise(byte[] content, string fileName) =>
        ByName.TryGetValue(Path.GetExtension(fileName).ToLowerInvariant(), out var named) && Sniff(content, named) == named ? named : null;

    /// <summary>A type that a browser shows or stores, but never runs.</summary>
    public static string ContentType(this FileKind kind) => kind switch
    {
        FileKind.Pdf => "application/pdf",
        FileKind.Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        FileKind.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        FileKind.Pptx => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        FileKind.Png => "image/png",
        FileKind.Jpeg => "image/jpeg",
        FileKind.Gif => "image/gif",
        FileKind.Webp => "image/webp",
        FileKind.Html => "text/html",
        _ => "text/plain",
    };

    private static FileKind? Sniff(ReadOnlySpan<byte> content, FileKind named) => content switch
    {
        _ when content.StartsWith("%PDF-"u8) => FileKind.Pdf,
        _ when content.StartsWith("PK\u0003\u0004"u8) => Office(content.ToArray()),
        _ when content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) => FileKind.Png,
        _ when content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) => FileKind.Jpeg,
        _ when content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8) => FileKind.Gif,
        _ when content.Length > 12 && content.StartsWith("RIFF"u8) && content[8..].StartsWith("WEBP"u8) => FileKind.Webp,
        _ when IsText(content) => named == FileKind.Html ? FileKind.Html : FileKind.Text,
        _ => null,
    };

    private static bool IsText(ReadOnlySpan<byte> content)
    {
        try
        {
            return !content.Contains((byte)0) && Utf8.GetCharCount(content) >= 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static FileKind? Office(byte[] content)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(content, writable: false));
            foreach (var (part, kind) in OfficeParts)
            {
                if (archive.GetEntry(part) is not null) return kind;
            }
            return null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
