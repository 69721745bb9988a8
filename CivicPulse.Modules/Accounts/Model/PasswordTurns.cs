using System.Threading.RateLimiting;
using CivicPulse.Platform.Http;
using Microsoft.AspNetCore.Http;

namespace CivicPulse.Modules.Accounts.Model;

/// <summary>
/// Checking a password is made to be costly: only so many at a time, the others wait or are told to come back. A turn begins when the
/// password is there, so who sends slowly keeps nobody waiting.
/// </summary>
internal sealed class PasswordTurns : IDisposable
{
    private const int Waiting = 200;

    private readonly ConcurrencyLimiter _turns = new(new()
    {
        PermitLimit = 2 * Environment.ProcessorCount,
        QueueLimit = Waiting,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <exception cref="BadInput">Too many wait already.</exception>
    public async Task<IDisposable> TakeAsync(CancellationToken ct)
    {
        var turn = await _turns.AcquireAsync(1, ct);
        if (turn.IsAcquired) return turn;
        turn.Dispose();
        throw new BadInput("too_many_requests", "Too many sign in at this moment. Try again in a few seconds.", StatusCodes.Status429TooManyRequests);
    }

    public void Dispose() => _turns.Dispose();
}
