using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Tenancy.Archive;

/// <summary>Writes entries one after the other and remembers their checksums in a temporary file, so that memory does not grow with them.</summary>
internal sealed class ArchiveWriter : IAsyncDisposable
{
    private readonly HashingStream _whole;
    private readonly GZipStream _compressed;
    private readonly TarWriter _tar;
    private readonly FileStream _checksums;

    public ArchiveWriter(Stream output)
    {
        _whole = new HashingStream(output);
        _compressed = new GZipStream(_whole, CompressionLevel.Fastest, leaveOpen: true);
        _tar = new TarWriter(_compressed, TarEntryFormat.Pax, leaveOpen: true);
        _checksums = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
    }

    public Task WriteJsonAsync<T>(string name, T document, CancellationToken ct) =>
        WriteAsync(name, new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(document, Wire.Json)), null, ct);

    /// <param name="content">Its length must be known.</param>
    /// <param name="contentType">Kept beside a file, for the day it is restored.</param>
    public async Task WriteAsync(string name, Stream content, string? contentType, CancellationToken ct)
    {
        await using var hashed = new HashingStream(content);
        var entry = contentType is null
            ? new PaxTarEntry(TarEntryType.RegularFile, name)
            : new PaxTarEntry(TarEntryType.RegularFile, name, [new(ArchiveReader.ContentType, contentType)]);
        entry.DataStream = hashed;
        await _tar.WriteEntryAsync(entry, ct);
        await _checksums.WriteAsync(Encoding.UTF8.GetBytes(ArchiveReader.ChecksumLine(hashed.Finish(), name)), ct);
    }

    /// <returns>The manifest as written and the SHA-256 of the whole file.</returns>
    public async Task<(ArchiveManifest Manifest, string Sha256)> FinishAsync(IReadOnlyDictionary<string, long> tables, long files, long bytes, CancellationToken ct)
    {
        _checksums.Position = 0;
        var sum = Convert.ToHexStringLower(await SHA256.HashDataAsync(_checksums, ct));
        _checksums.Position = 0;
        await _tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, ArchiveReader.Checksums) { DataStream = _checksums }, ct);
        var manifest = new ArchiveManifest(tables, files, bytes, sum);
        await _tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, ArchiveReader.Manifest) { DataStream = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(manifest, Wire.Json)) }, ct);
        await _tar.DisposeAsync();
        await _compressed.DisposeAsync();
        await _whole.FlushAsync(ct);
        return (manifest, _whole.Finish());
    }

    public async ValueTask DisposeAsync()
    {
        await _tar.DisposeAsync();
        await _compressed.DisposeAsync();
        await _checksums.DisposeAsync();
    }
}

/// <summary>Passes bytes through in either direction and knows their SHA-256 at the end.</summary>
internal sealed class HashingStream(Stream inner) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long Passed { get; private set; }

    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => inner.CanSeek;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => inner.Length;

    /// <summary>Only where the next byte is; jumping would leave bytes out of the sum.</summary>
    public override long Position
    {
        get => inner.Position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Count(buffer.AsSpan(offset, inner.Read(buffer, offset, count)));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        return Count(buffer.Span[..read]);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        inner.Write(buffer, offset, count);
        Count(buffer.AsSpan(offset, count));
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await inner.WriteAsync(buffer, cancellationToken);
        Count(buffer.Span);
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }

    private int Count(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        Passed += bytes.Length;
        return bytes.Length;
    }
}
