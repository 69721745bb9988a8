using System.IO.Compression;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>Archives from strangers: what they hold is looked up by name, and no file in them is longer than is allowed.</summary>
internal static class Zips
{
    private const int MostEntries = 10_000;

    public static bool IsZip(Stream file)
    {
        Span<byte> head = stackalloc byte[4];
        file.Position = 0;
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return IsZip(head[..read]);
    }

    public static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8);

    public static ZipArchive Open(Stream file)
    {
        var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        return archive.Entries.Count <= MostEntries ? archive : throw new BadInput("transfer.broken_file", $"The archive holds more than {MostEntries} files.");
    }

    /// <summary>By the names within: a layer of shapes, a map, or what else is zipped, which is a workbook.</summary>
    public static TableFormat Look(Stream file)
    {
        try
        {
            using var archive = Open(file);
            if (archive.Entries.Any(e => Is(e, ".shp"))) return TableFormat.Shapefile;
            return archive.Entries.Any(e => Is(e, ".kml")) ? TableFormat.Kml : TableFormat.Xlsx;
        }
        // One of a few bytes is shorter than the end of an archive, for which is looked behind its beginning.
        catch (Exception e) when (e is InvalidDataException or ArgumentException or IOException)
        {
            throw new BadInput("transfer.broken_file", "The archive cannot be read.");
        }
    }

    /// <summary>Names of things beside the real ones, such as <c>__MACOSX/._a.shp</c>, are none.</summary>
    public static bool Is(ZipArchiveEntry entry, string extension) =>
        entry.Name.EndsWith(extension, StringComparison.OrdinalIgnoreCase) && !entry.Name.StartsWith('.') && !entry.FullName.StartsWith("__MACOSX", StringComparison.Ordinal);

    /// <summary>Ends with a problem where it is longer than allowed, whatever the archive says of it.</summary>
    public static Stream Open(ZipArchiveEntry entry, long most) => entry.Length <= most
        ? new Bounded(entry.Open(), most)
        : throw TooLarge(entry.Name, most);

    private static BadInput TooLarge(string name, long most) => new("transfer.archive_too_large", $"{name} is longer than {most / 1_000_000} MB when it is unpacked.");

    private sealed class Bounded(Stream unpacked, long most) : Stream
    {
        private long _read;

        public override int Read(byte[] buffer, int offset, int count) => Count(unpacked.Read(buffer, offset, count));

        public override int Read(Span<byte> buffer) => Count(unpacked.Read(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(await unpacked.ReadAsync(buffer, cancellationToken));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        private int Count(int read)
        {
            _read += read;
            return _read <= most ? read : throw TooLarge("A file in the archive", most);
        }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) unpacked.Dispose();
            base.Dispose(disposing);
        }
    }
}
