using System.IO.Compression;
using CivicPulse.Platform.Transfers.Tables;

namespace CivicPulse.Platform.Transfers.Datasets;

/// <summary>A zip archive that is written as it comes, one file after the other: nothing is held. Unfinished, nobody takes it for whole.</summary>
public sealed class DatasetArchive : IDisposable
{
    private readonly Basin _basin = new();
    private readonly ZipArchive _archive;
    private readonly Stream _target;

    public DatasetArchive(Stream target) => (_target, _archive) = (target, new ZipArchive(_basin, ZipArchiveMode.Create, leaveOpen: true));

    public async Task AddAsync(string name, Func<Stream, Task> write, CancellationToken ct)
    {
        var entry = _archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = Basin.NoTime;
        await using (var file = new Part(await entry.OpenAsync(ct), _basin, _target)) await write(file);
        await _basin.PourAsync(_target, ct);
    }

    public async Task FinishAsync(CancellationToken ct)
    {
        await _archive.DisposeAsync();
        await _basin.PourAsync(_target, ct);
        await _target.FlushAsync(ct);
    }

    public void Dispose() => _basin.Dispose();

    /// <summary>A file of the archive: what is written to it flows on now and then.</summary>
    private sealed class Part(Stream file, Basin basin, Stream target) : Stream
    {
        private const int Full = 64_000;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await file.WriteAsync(buffer, cancellationToken);
            if (basin.Length > Full) await basin.PourAsync(target, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count) => file.Write(buffer, offset, count);

        public override void Flush() { }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override async ValueTask DisposeAsync()
        {
            await file.DisposeAsync();
            await base.DisposeAsync();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) file.Dispose();
            base.Dispose(disposing);
        }
    }
}
