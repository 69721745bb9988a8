using System.Security.Cryptography;
using System.Text.Json;
using CivicPulse.Platform.Data;
using CivicPulse.Platform.Files;
using CivicPulse.Platform.Http;
using CivicPulse.Platform.Transfers.Datasets;
using CivicPulse.Platform.Transfers.Tables;

namespace CivicPulse.Platform.Transfers;

/// <summary>Takes a file in: straight to the blob store, looked at on its way, and opened once to see what it is.</summary>
internal sealed class ImportFiles(BlobFiles files, TenantDb db, TransferList transfers)
{
    /// <summary>Adds the import to what is about to be saved; a refused file leaves nothing behind.</summary>
    public async Task<Import> TakeAsync(ImportKind kind, string fileName, Stream content, CancellationToken ct)
    {
        var key = $"imports/{Guid.CreateVersion7():N}";
        try
        {
            var (size, sha256, isUtf8) = await SaveAsync(key, content, ct);
            var (dialect, columns) = kind.Dataset is null ? await TableAsync(key, fileName, isUtf8, ct) : await DatasetAsync(kind, key, fileName, ct);
            var import = new Import
            {
                Kind = kind.Word,
                FileName = fileName,
                FileKey = key,
                Size = size,
                Sha256 = sha256,
                Format = dialect.Format,
                Dialect = JsonSerializer.Serialize(dialect, Wire.Json),
                Columns = JsonSerializer.Serialize(Storable(columns), Wire.Json),
                Mapping = JsonSerializer.Serialize(kind.Transfer is { } transfer ? ImportMapping.Propose(transfer, Storable(columns)) : [], Wire.Json),
            };
            db.Imports.Add(import);
            return import;
        }
        catch
        {
            await files.DeleteAsync(key, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Saves a table under a key and says what it is; who asked deletes what is refused.</summary>
    public async Task<(TableDialect Dialect, IReadOnlyList<string> Columns)> KeepAsync(string key, string fileName, Stream content, CancellationToken ct)
    {
        var (_, _, isUtf8) = await SaveAsync(key, content, ct);
        return await TableAsync(key, fileName, isUtf8, ct);
    }

    /// <param name="run">Whose mapping counts; without it the import's own.</param>
    public async Task<IImportSource> SourceAsync(ImportKind kind, Import import, ImportRun? run, CancellationToken ct)
    {
        var file = await files.OpenAsync(import.FileKey, ct);
        if (kind.Dataset is { } dataset) return new DatasetSource(dataset, DatasetFiles.Open(file, import.FileName), transfers);
        var mapping = run is null ? import.ReadMapping() : JsonSerializer.Deserialize<Dictionary<string, string>>(run.Mapping, Wire.Json)!;
        return new TableSource(kind.Transfer!, await TableFiles.OpenAsync(file, import.ReadDialect(), ct), new ImportMapping(kind.Transfer!, import.ReadColumns(), mapping));
    }

    public Task DeleteAsync(Import import, CancellationToken ct) => files.DeleteAsync(import.FileKey, ct);

    private async Task<(long Size, string Sha256, bool IsUtf8)> SaveAsync(string key, Stream content, CancellationToken ct)
    {
        await using var seen = new SeenStream(content);
        await files.SaveAsync(key, seen, "application/octet-stream", ct);
        var found = seen.End();
        return found.Size > 0 ? found : throw new BadInput("empty_file", "The file is empty.");
    }

    private async Task<(TableDialect Dialect, IReadOnlyList<string> Columns)> TableAsync(string key, string fileName, bool isUtf8, CancellationToken ct)
    {
        var dialect = await db.WithProjectionAsync(await SniffAsync(key, isUtf8, ct) with { Layer = FeatureColumns.LayerOf(fileName) }, ct);
        await using var table = await TableFiles.OpenAsync(await files.OpenAsync(key, ct), dialect, ct);
        return (dialect, table.Columns);
    }

    /// <summary>What its first record shows: another data set, or none at all, is refused as it comes.</summary>
    private async Task<(TableDialect Dialect, IReadOnlyList<string> Columns)> DatasetAsync(ImportKind kind, string key, string fileName, CancellationToken ct)
    {
        await using var source = new DatasetSource(kind.Dataset!, DatasetFiles.Open(await files.OpenAsync(key, ct), fileName), transfers);
        await using var rows = source.RowsAsync(ct).GetAsyncEnumerator(ct);
        if (!await rows.MoveNextAsync()) throw new BadInput("transfer.no_records", "There is no record of this data set in the file.", Microsoft.AspNetCore.Http.StatusCodes.Status422UnprocessableEntity);
        return (new TableDialect(TableFormat.Dataset), DatasetSource.Columns);
    }

    private async Task<TableDialect> SniffAsync(string key, bool isUtf8, CancellationToken ct)
    {
        await using var file = await files.OpenAsync(key, ct);
        var head = new byte[TableSniffer.Head];
        var read = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        return Zips.IsZip(head.AsSpan(0, read)) ? new TableDialect(Zips.Look(file)) : TableSniffer.Find(head.AsSpan(0, read), isUtf8);
    }

    /// <summary>Headings as JSON in the database can hold them.</summary>
    private static List<string> Storable(IReadOnlyList<string> columns) =>
        [.. columns.Select(c => c.Replace("\0", "", StringComparison.Ordinal)).Select(c => c.Length > 500 ? c[..500] : c)];

    /// <summary>Counts, hashes and checks what is read through it.</summary>
    private sealed class SeenStream(Stream inner) : Stream
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly Utf8Check _utf8 = new();
        private long _size;

        public (long Size, string Sha256, bool IsUtf8) End()
        {
            _utf8.End();
            return (_size, Convert.ToHexStringLower(_hash.GetHashAndReset()), _utf8.IsValid);
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            return See(buffer.Span, read);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => See(buffer.AsSpan(offset), inner.Read(buffer, offset, count));

        private int See(Span<byte> buffer, int read)
        {
            _hash.AppendData(buffer[..read]);
            _utf8.Add(buffer[..read]);
            _size += read;
            return read;
        }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _size; set => throw new NotSupportedException(); }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) _hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
