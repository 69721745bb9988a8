namespace CivicPulse.Platform.Transfers.Tables;

/// <summary>Takes what an archive writes, which now and then it does without waiting, and passes it on in pieces.</summary>
internal sealed class Basin : MemoryStream
{
    /// <summary>The earliest time an archive can name: the same content is the same bytes.</summary>
    public static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override bool CanSeek => false;

    public async Task PourAsync(Stream target, CancellationToken ct)
    {
        await target.WriteAsync(GetBuffer().AsMemory(0, (int)Length), ct);
        SetLength(0);
    }
}
