using System.Text;
using Bittensor.Chain;
using Bittensor.Chain.Rpc.Reveals;
using Bittensor.Crypto;
using Bittensor.Tests.Wallets;

namespace Bittensor.Tests.Chain.Rpc.Reveals;

[Trait("Area", "chain")]
public sealed class CommitFileTests : IDisposable
{
    private const ushort Netuid = 5;
    private const string Genesis = "0x0123456789abcdef";

    private static readonly AccountId Hotkey = Keypair.FromUri("//Alice//hot").AccountId;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Limit => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_noted_is_read_again_by_the_next_process_and_by_its_owner_alone()
    {
        WeightCommit[] commits = [Random(new Random(1)), Random(new Random(2)) with { CommittedAt = 77, NotBefore = 99 }];
        await Open().ChangeAsync(_ => commits, Limit);

        IReadOnlyList<WeightCommit> read = Open().Read();

        read.Count.ShouldBe(2);
        for (int i = 0; i < 2; i++)
            ShouldBeSame(read[i], commits[i]);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(OnlyFile()).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Nothing_to_reveal_leaves_no_file()
    {
        Open().Read().ShouldBeEmpty();
        await Open().ChangeAsync(_ => [Random(new Random(1))], Limit);

        await Open().ChangeAsync(commits => commits.Skip(1), Limit);

        Open().Read().ShouldBeEmpty();
        Directory.EnumerateFiles(_folder.Path, "*.json").ShouldBeEmpty();
    }

    /// <summary>Any commits survive writing and reading, whatever their sizes and numbers.</summary>
    [Fact]
    public void Any_commits_come_back_as_they_went()
    {
        var chance = new Random(20);
        for (int round = 0; round < 200; round++)
        {
            WeightCommit[] commits = [.. Enumerable.Range(0, chance.Next(1, 11)).Select(_ => Random(chance))];

            IReadOnlyList<WeightCommit> read = Open().Parse(Open().Write(commits));

            read.Count.ShouldBe(commits.Length);
            for (int i = 0; i < commits.Length; i++)
                ShouldBeSame(read[i], commits[i]);
        }
    }

    /// <summary>A damaged file is an error that names it, or what a reveal needs is unharmed; nothing is ever revealed wrongly or lost
    /// in silence.</summary>
    [Fact]
    public void Damage_is_found_out_or_harmless()
    {
        var chance = new Random(21);
        WeightCommit[] commits = [Random(chance), Random(chance)];
        byte[] sound = Open().Write(commits);
        int refused = 0;
        for (int round = 0; round < 3000; round++)
        {
            byte[] damaged = [.. sound];
            switch (chance.Next(3))
            {
                case 0:
                    damaged[chance.Next(damaged.Length)] ^= (byte)(1 << chance.Next(8));
                    break;
                case 1:
                    damaged = damaged[..chance.Next(damaged.Length)];
                    break;
                default:
                    int start = chance.Next(damaged.Length);
                    chance.NextBytes(damaged.AsSpan(start, Math.Min(chance.Next(64), damaged.Length - start)));
                    break;
            }

            try
            {
                foreach (WeightCommit read in Open().Parse(damaged))
                    read.ComputeHash(Netuid, Hotkey).ShouldBe(read.Hash);
            }
            catch (CommitFileException damage)
            {
                refused++;
                damage.Message.ShouldContain(damage.FilePath);
            }
        }

        refused.ShouldBeGreaterThan(2000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"version":1,"netuid":5,"hotkey":"x","commits":null}""")]
    [InlineData("""{"version":2,"netuid":5,"hotkey":"5C","commits":[]}""")]
    public async Task A_damaged_file_stops_changes_and_stays_as_it_is(string content)
    {
        await Open().ChangeAsync(_ => [Random(new Random(1))], Limit);
        string path = OnlyFile();
        await File.WriteAllTextAsync(path, content, Limit);

        await Should.ThrowAsync<CommitFileException>(() => Open().ChangeAsync(commits => [.. commits, Random(new Random(2))], Limit));

        (await File.ReadAllTextAsync(path, Limit)).ShouldBe(content);
    }

    [Fact]
    public async Task The_file_of_another_subnet_is_not_taken()
    {
        await Open().ChangeAsync(_ => [Random(new Random(1))], Limit);
        CommitFile other = CommitFile.In(_folder.Path, Genesis, 6, Hotkey, TimeProvider.System);
        other.Read().ShouldBeEmpty();

        File.Copy(OnlyFile(), OnlyFile().Replace($"-{Netuid}-", "-6-", StringComparison.Ordinal));

        Should.Throw<CommitFileException>(other.Read).Message.ShouldContain("belongs to");
    }

    [Fact]
    public async Task Changes_made_at_once_are_all_kept()
    {
        WeightCommit[] commits = [.. Enumerable.Range(0, 20).Select(i => Random(new Random(i)))];

        await Task.WhenAll(commits.Select(commit => Task.Run(() => Open().ChangeAsync(others => [.. others, commit], Limit), Limit)));

        Open().Read().Select(commit => commit.Hash).ShouldBe(commits.Select(commit => commit.Hash), ignoreOrder: true);
    }

    [Fact]
    public void Salts_differ()
    {
        WeightCommit first = WeightCommit.Create(Netuid, Hotkey, [new UidWeight(1, 2)], versionKey: 3, voidFrom: 4);
        WeightCommit second = WeightCommit.Create(Netuid, Hotkey, [new UidWeight(1, 2)], versionKey: 3, voidFrom: 4);

        first.Hash.ShouldNotBe(second.Hash);
        Encoding.UTF8.GetString(Open().Write([first])).ShouldContain(first.Hash);
    }

    private CommitFile Open() => CommitFile.In(_folder.Path, Genesis, Netuid, Hotkey, TimeProvider.System);

    private string OnlyFile() => Directory.EnumerateFiles(_folder.Path, "*.json").ShouldHaveSingleItem();

    private static WeightCommit Random(Random chance) => WeightCommit.Create(
        Netuid,
        Hotkey,
        [.. Enumerable.Range(0, chance.Next(0, 50)).Select(uid => new UidWeight((ushort)uid, (ushort)chance.Next(65536)))],
        (ulong)chance.NextInt64(long.MinValue, long.MaxValue),
        (ulong)chance.NextInt64());

    private static void ShouldBeSame(WeightCommit read, WeightCommit written)
    {
        (read.Hash, read.VersionKey, read.VoidFrom, read.CommittedAt, read.NotBefore)
            .ShouldBe((written.Hash, written.VersionKey, written.VoidFrom, written.CommittedAt, written.NotBefore));
        read.Uids.ShouldBe(written.Uids);
        read.Values.ShouldBe(written.Values);
        read.Salt.ShouldBe(written.Salt);
    }
}
