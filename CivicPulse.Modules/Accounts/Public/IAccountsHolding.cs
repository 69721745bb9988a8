namespace CivicPulse.Modules.Accounts.Public;

/// <summary>Which accounts of this tenant hold a permission word, by a role for everything.</summary>
public interface IAccountsHolding
{
    Task<IReadOnlyList<Guid>> HoldingAsync(string word, CancellationToken ct);
}
