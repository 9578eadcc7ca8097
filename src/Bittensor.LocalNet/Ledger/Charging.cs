using Bittensor.Chain;

namespace Bittensor.LocalNet.Ledger;

/// <summary>What a signed extrinsic does before its call: it takes the signer's next nonce and pays the fee.</summary>
internal static class Charging
{
    /// <exception cref="ChainException">InvalidTransaction: another nonce is next, or the balance is below the fee; nothing has
    /// changed.</exception>
    public static void Charge(LedgerState state, Extrinsic.Signed extrinsic, List<ChainEvent> events)
    {
        uint next = state.NonceOf(extrinsic.Signer);
        if (extrinsic.Nonce != next)
            throw new ChainException(
                "InvalidTransaction", $"The extrinsic has the nonce {extrinsic.Nonce}; the next one of {extrinsic.Signer} is {next}.");
        ulong balance = state.BalanceOf(extrinsic.Signer);
        if (balance < extrinsic.Fee.Rao)
            throw new ChainException(
                "InvalidTransaction",
                $"The extrinsic costs {extrinsic.Fee}; {extrinsic.Signer} has {new Balance(balance)}.");
        state.CountNonce(extrinsic.Signer);
        state.Withdraw(extrinsic.Signer, extrinsic.Fee.Rao);
        state.Recycle(extrinsic.Fee.Rao);
        events.Add(new ChainEvent.FeePaid(extrinsic.Signer, extrinsic.Fee, extrinsic.Tip));
    }
}
