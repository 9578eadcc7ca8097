using System.Security.Cryptography;
using Bittensor.Crypto;

namespace Bittensor.Chain;

/// <summary>Searches the nonce of a registration's proof of work on several threads.</summary>
public static class WorkSolver
{
    /// <summary>Nonces between two looks at whether the search is over: about a millisecond.</summary>
    private const int NoncesPerLook = 1024;

    /// <summary>Searches until a nonce is found. On average this takes as many seals as the difficulty says.</summary>
    /// <param name="block">Number of the block that the work is for.</param>
    /// <param name="blockHash">Its hash, 32 bytes.</param>
    /// <param name="hotkey">Who is to be registered.</param>
    /// <param name="difficulty">The subnet's difficulty.</param>
    /// <param name="order">How the runtime reads seals.</param>
    /// <param name="threads">Threads that search; null for one for each processor.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="ArgumentException">The hash has not 32 bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No thread.</exception>
    public static async Task<SolvedWork> SolveAsync(
        ulong block, ReadOnlyMemory<byte> blockHash, AccountId hotkey, ulong difficulty, SealOrder order = SealOrder.LittleEndian, int? threads = null,
        CancellationToken cancellationToken = default)
    {
        int count = threads ?? Environment.ProcessorCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(threads));
        cancellationToken.ThrowIfCancellationRequested();
        byte[] challenge = RegistrationWork.Challenge(blockHash.Span, hotkey);
        // Two that search at once, or one that searches again, begin at different places.
        ulong start = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<SolvedWork?>[] searches = [.. Enumerable.Range(0, count).Select(thread => Task.Factory.StartNew(
            () => Search(block, challenge, difficulty, order, start + (ulong)thread, (ulong)count, over.Token),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        SolvedWork? found = await await Task.WhenAny(searches);
        await over.CancelAsync();
        foreach (SolvedWork? other in await Task.WhenAll(searches))
            found ??= other;
        return found ?? throw new OperationCanceledException(cancellationToken);
    }

    private static SolvedWork? Search(
        ulong block, byte[] challenge, ulong difficulty, SealOrder order, ulong start, ulong step, CancellationToken cancellationToken)
    {
        Span<byte> seal = stackalloc byte[RegistrationWork.SealLength];
        ulong nonce = start;
        while (!cancellationToken.IsCancellationRequested)
            for (int i = 0; i < NoncesPerLook; i++, nonce += step)
            {
                RegistrationWork.Seal(challenge, nonce, seal);
                if (RegistrationWork.Meets(seal, difficulty, order))
                    return new SolvedWork(block, nonce, seal.ToArray());
            }

        return null;
    }
}
