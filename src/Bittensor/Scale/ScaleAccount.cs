using Bittensor.Crypto;

namespace Bittensor.Scale;

/// <summary>An account (the type <c>sp_core::crypto::AccountId32</c>).</summary>
/// <param name="Account">The account.</param>
public sealed record ScaleAccount(AccountId Account) : ScaleValue
{
    private protected override string Kind => "an account";
}
