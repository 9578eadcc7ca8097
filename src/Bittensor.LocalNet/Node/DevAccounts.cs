using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.LocalNet.Node;

/// <summary>The accounts of Substrate's development phrase, whose secrets everybody knows. Never use them on a real network.</summary>
public static class DevAccounts
{
    /// <summary>Their names; the secret of Alice is <c>//Alice</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie"];

    /// <summary>The key of a name, for example <c>Alice</c>. The caller disposes it.</summary>
    public static Keypair Key(string name) => Keypair.FromUri($"//{name}");

    /// <summary>Gives each of them the same amount.</summary>
    /// <exception cref="ChainException">Overflow: more than 2^64 − 1 rao would be issued.</exception>
    public static void Fund(LocalChain chain, Balance amount)
    {
        ArgumentNullException.ThrowIfNull(chain);
        foreach (string name in Names)
        {
            using Keypair key = Key(name);
            chain.Fund(key.AccountId, amount);
        }
    }
}
