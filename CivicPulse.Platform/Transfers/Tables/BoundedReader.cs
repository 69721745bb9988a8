using CivicPulse.Platform.Http;

namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>Text that ends with a clear problem when one row of it grows beyond all measure, such as behind a quote that is never closed.</summary>
internal sealed class BoundedReader(TextReader inner) : TextReader
{
    private long _read;

    /// <summary>The row that is being read, for the problem's text.</summary>
    public long Row { get; set; }

    public void StartRow() => _read = 0;

    public override int Read(char[] buffer, int index, int count) => Count(inner.Read(buffer, index, count));

    public override async Task<int> ReadAsync(char[] buffer, int index, int count) => Count(await inner.ReadAsync(buffer, index, count));

    public override async ValueTask<int> ReadAsync(Memory<char> buffer, CancellationToken cancellationToken = default) =>
        Count(await inner.ReadAsync(buffer, cancellationToken));

    private int Count(int read)
    {
        _read += read;
        return _read <= TableLimits.Row
            ? read
            : throw new BadInput("transfer.row_too_long", $"Row {Row} is longer than {TableLimits.Row} characters. Is a quote not closed?");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
