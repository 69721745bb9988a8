using System.IO.Compression;
using System.Text.Json.Nodes;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Platform.Transfers.Datasets;

/// <summary>The file of a data set, or the files in it when it is a zip archive, in the order of their names.</summary>
public sealed class DatasetFiles : IDisposable
{
    private const int MostFiles = 20_000;
    private const long LargestUnpacked = 4_000_000_000;
    private const int MostRatio = 200;

    private readonly Stream _file;
    private readonly ZipArchive? _archive;
    private readonly Dictionary<string, KeptRecords> _kept = new(StringComparer.Ordinal);

    private DatasetFiles(Stream file, ZipArchive? archive, IReadOnlyList<string> names) => (_file, _archive, Names) = (file, archive, names);

    public IReadOnlyList<string> Names { get; }

    /// <param name="file">Seekable; disposed with this.</param>
    /// <param name="name">What a file that is no archive is called.</param>
    public static DatasetFiles Open(Stream file, string name)
    {
        Span<byte> head = stackalloc byte[4];
        var read = file.ReadAtLeast(head, 4, throwOnEndOfStream: false);
        file.Position = 0;
        if (!head[..read].SequenceEqual("PK\u0003\u0004"u8)) return new(file, null, [name]);
        try
        {
            var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            var files = archive.Entries.Where(e => e.Name.Length > 0 && !e.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal)).ToList();
            if (files.Count > MostFiles || files.Sum(f => f.Length) > LargestUnpacked || files.Exists(f => f.Length / Math.Max(1, f.CompressedLength) > MostRatio))
                throw Refused("The archive holds too much.");
            return new(file, archive, [.. files.Select(f => f.FullName).Order(StringComparer.Ordinal)]);
        }
        // A few bytes that only begin like an archive have no end to be looked for.
        catch (Exception e) when (e is InvalidDataException or ArgumentException or IOException)
        {
            throw Refused("The archive cannot be read.");
        }
    }

    /// <summary>The names of those files of which this is the last part of the path, whatever folder they lie in.</summary>
    public IEnumerable<string> Named(string name) => Names.Where(n => n.Equals(name, StringComparison.OrdinalIgnoreCase) || n.EndsWith('/' + name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A stream that is read once, forwards; closed before the next one is opened.</summary>
    /// <exception cref="BadInput">The archive is broken there.</exception>
    public Stream Read(string name)
    {
        if (_archive is null)
        {
            _file.Position = 0;
            return new Kept(_file);
        }
        try
        {
            return _archive.GetEntry(name)!.Open();
        }
        catch (InvalidDataException)
        {
            throw Refused("The archive cannot be read.");
        }
    }

    /// <summary>The records of a YAML file; read to its end, the next reading is a quick one. Closed before the next one is opened.</summary>
    /// <exception cref="BadInput">It is no YAML of that kind.</exception>
    public IEnumerable<(string? Key, JsonNode? Value)> Yaml(string name)
    {
        if (!_kept.TryGetValue(name, out var kept)) _kept[name] = kept = new KeptRecords();
        return kept.Read(() => YamlRecords.Read(Read(name)));
    }

    public void Dispose()
    {
        foreach (var kept in _kept.Values) kept.Dispose();
        _archive?.Dispose();
        _file.Dispose();
    }

    private static BadInput Refused(string why) => new("transfer.bad_archive", why, StatusCodes.Status422UnprocessableEntity);

    /// <summary>Stays open for the next reading.</summary>
    private sealed class Kept(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => inner.Length;

        public override long Position { get => inner.Position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => inner.ReadAsync(buffer, cancellationToken);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => inner.ReadAsync(buffer, offset, count, cancellationToken);

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
