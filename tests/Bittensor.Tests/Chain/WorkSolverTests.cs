using System.Numerics;
using System.Security.Cryptography;
using Bittensor.Chain;
using Bittensor.Crypto;

namespace Bittensor.Tests.Chain;

[Trait("Area", "chain")]
public sealed class WorkSolverTests
{
    private static readonly AccountId Hotkey = Keypair.FromUri("//Worker").AccountId;

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    /// <summary>Checked by the definition: SHA-256 and the product as whole numbers.</summary>
    [Theory]
    [InlineData(1UL, 1, SealOrder.LittleEndian)]
    [InlineData(1000UL, 1, SealOrder.BigEndian)]
    [InlineData(50_000UL, 3, SealOrder.LittleEndian)]
    [InlineData(50_000UL, 3, SealOrder.BigEndian)]
    public async Task A_work_that_is_found_meets_the_difficulty(ulong difficulty, int threads, SealOrder order)
    {
        byte[] blockHash = RandomNumberGenerator.GetBytes(32);

        SolvedWork work = await WorkSolver.SolveAsync(7, blockHash, Hotkey, difficulty, order, threads, Limit);

        byte[] inner = SHA256.HashData([.. BitConverter.GetBytes(work.Nonce), .. Hashes.Keccak256([.. blockHash, .. Hotkey.Bytes])]);
        work.Block.ShouldBe(7UL);
        work.Seal.ToArray().ShouldBe(Hashes.Keccak256(inner));
        (new BigInteger(work.Seal.Span, isUnsigned: true, isBigEndian: order == SealOrder.BigEndian) * difficulty).ShouldBeLessThan(BigInteger.One << 256);
    }

    [Fact]
    public async Task A_search_without_hope_ends_when_it_is_told_to()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Limit);
        Task<SolvedWork> search = WorkSolver.SolveAsync(7, new byte[32], Hotkey, ulong.MaxValue, threads: 2, cancellationToken: stop.Token);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => search);
    }

    [Fact]
    public async Task Sizes_and_threads_are_checked()
    {
        await Should.ThrowAsync<ArgumentException>(() => WorkSolver.SolveAsync(7, new byte[31], Hotkey, 1, threads: 1, cancellationToken: Limit));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => WorkSolver.SolveAsync(7, new byte[32], Hotkey, 1, threads: 0, cancellationToken: Limit));
    }
}
