using Bittensor.Crypto;
using Bittensor.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Bittensor.Tests.Wire;

[Trait("Area", "wire")]
public sealed class NonceTests : IDisposable
{
    private const long Second = 1_000_000_000;
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly string _folder = Directory.CreateTempSubdirectory("nonces").FullName;

    private string TablePath => Path.Combine(_folder, "replay", "table.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(-15.9, 200)]
    [InlineData(-16.1, 401)]
    [InlineData(3.9, 200)]
    [InlineData(4.1, 401)]
    [InlineData(3600, 401)]
    public async Task A_nonce_passes_within_the_window_only(double secondsFromNow, int expected)
    {
        await using AxonFixture axon = await AxonFixture.StartAsync(clock: _clock);
        // Neither header is signed: they must not matter.
        SignedRequest request = axon.Request(SignedRequest.Now(_clock) + (long)(secondsFromNow * Second)).With("timeout", "150.0").With("bt_header_dendrite_version", "693");
        (await axon.SendAsync(request)).Status.ShouldBe(expected);
    }

    [Fact]
    public async Task A_request_passes_once_and_an_older_one_not_after_it()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync(clock: _clock);
        long nonce = SignedRequest.Now(_clock);
        (await axon.SendAsync(axon.Request(nonce))).Status.ShouldBe(200);
        (await axon.SendAsync(axon.Request(nonce))).Message.ShouldBe("Not Verified with error: Nonce is too old, a newer one was last processed");
        (await axon.SendAsync(axon.Request(nonce - 1))).Status.ShouldBe(401);
        (await axon.SendAsync(axon.Request(nonce - 1, uuid: "another"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_request_without_uuid_cannot_be_replayed_under_the_name_that_stands_for_none()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync(clock: _clock);
        // A missing UUID is signed as Python's None, so both requests carry the same signature.
        SignedRequest request = axon.Request(SignedRequest.Now(_clock), uuid: "None").With("bt_header_dendrite_uuid", null);
        (await axon.SendAsync(request)).Status.ShouldBe(200);
        (await axon.SendAsync(request.With("bt_header_dendrite_uuid", "None"))).Status.ShouldBe(401);
    }

    [Fact]
    public void A_disk_that_refuses_the_file_keeps_nobody_from_being_served_and_no_replay_from_being_refused()
    {
        using Keypair caller = Keypair.FromUri("//Bob");
        var options = new AxonOptions { ReplayTablePath = TablePath };
        long now = Nonces.Now(_clock);
        using (var table = new ReplayTable(options, _clock))
        {
            table.Accept(caller.AccountId, "u", now, hasStanding: true).ShouldBe(NonceVerdict.Accepted);
            // Nothing can be renamed over a folder that is not empty, and the open file is long enough to be rewritten.
            File.Delete(TablePath);
            Directory.CreateDirectory(Path.Combine(TablePath, "in the way"));
            for (int i = 1; i < 6000; i++)
                table.Accept(caller.AccountId, "u", now + i, hasStanding: true).ShouldBe(NonceVerdict.Accepted);
            table.Accept(caller.AccountId, "u", now + 5999, hasStanding: true).ShouldBe(NonceVerdict.Replayed);

            Directory.Delete(TablePath, recursive: true);
            _clock.Advance(TimeSpan.FromSeconds(11));
            table.Accept(caller.AccountId, "u", Nonces.Now(_clock), hasStanding: true).ShouldBe(NonceVerdict.Accepted);
        }

        using var restarted = new ReplayTable(options, _clock);
        restarted.Accept(caller.AccountId, "u", Nonces.Now(_clock), hasStanding: true).ShouldBe(NonceVerdict.Replayed);
    }

    [Fact]
    public async Task A_request_for_one_synapse_cannot_be_replayed_as_another()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync(clock: _clock);
        SignedRequest ping = axon.Request(SignedRequest.Now(_clock), synapse: "Synapse", body: "{}");
        (await axon.SendAsync(ping)).Status.ShouldBe(200);
        ping.Synapse = "TextToSpeech";
        (await axon.SendAsync(ping)).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_forged_request_burns_no_nonce()
    {
        await using AxonFixture axon = await AxonFixture.StartAsync(clock: _clock);
        long nonce = SignedRequest.Now(_clock);
        (await axon.SendAsync(axon.Request(nonce + 5).With("bt_header_dendrite_signature", "0x" + new string('2', 128)))).Status.ShouldBe(401);
        (await axon.SendAsync(axon.Request(nonce))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_replay_is_refused_after_a_restart_even_if_the_last_line_of_the_file_is_torn()
    {
        long nonce = SignedRequest.Now(_clock);
        var options = new AxonOptions { ReplayTablePath = TablePath };
        await using (AxonFixture axon = await AxonFixture.StartAsync(options, _clock))
        {
            (await axon.SendAsync(axon.Request(nonce))).Status.ShouldBe(200);
            // What a killed process leaves: the file as it stands now, without any farewell.
            File.Copy(TablePath, TablePath + ".killed");
        }
        await File.WriteAllTextAsync(TablePath, await File.ReadAllTextAsync(TablePath + ".killed", TestContext.Current.CancellationToken) + "5CS3j9wEaMEt5tpEkF17ZVY8DCk 17", TestContext.Current.CancellationToken);

        await using AxonFixture restarted = await AxonFixture.StartAsync(options, _clock);
        (await restarted.SendAsync(restarted.Request(nonce))).Status.ShouldBe(401);
        (await restarted.SendAsync(restarted.Request(nonce + 1))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Rising_numbers_that_are_no_times_pass_only_where_they_are_let_in()
    {
        await using (AxonFixture strict = await AxonFixture.StartAsync(clock: _clock))
            (await strict.SendAsync(strict.Request(12345).With("bt_header_dendrite_version", "693"))).Status.ShouldBe(401);

        await using AxonFixture lenient = await AxonFixture.StartAsync(new AxonOptions { AllowLegacyNonce = true }, _clock);
        (await lenient.SendAsync(lenient.Request(12345))).Status.ShouldBe(200);
        (await lenient.SendAsync(lenient.Request(12345))).Status.ShouldBe(401);
        (await lenient.SendAsync(lenient.Request(12346))).Status.ShouldBe(200);
        // A time stays under the strict rule whatever the version header says.
        (await lenient.SendAsync(lenient.Request(SignedRequest.Now(_clock) - (60 * Second), uuid: "b").With("bt_header_dendrite_version", "693"))).Status.ShouldBe(401);
    }

    [Fact]
    public void One_hotkey_cannot_fill_the_table_or_flush_anothers_nonces()
    {
        using Keypair greedy = Keypair.FromUri("//greedy");
        using Keypair honest = Keypair.FromUri("//honest");
        using var table = new ReplayTable(new AxonOptions { MaxReplayEntries = 100, MaxReplayEntriesPerHotkey = 10 }, _clock);
        long now = Nonces.Now(_clock);
        table.Accept(honest.AccountId, "a", now, hasStanding: true).ShouldBe(NonceVerdict.Accepted);
        for (int i = 0; i < 10; i++)
            table.Accept(greedy.AccountId, $"{i}", now, hasStanding: true).ShouldBe(NonceVerdict.Accepted);
        for (int i = 10; i < 500; i++)
            table.Accept(greedy.AccountId, $"{i}", now, hasStanding: true).ShouldBe(NonceVerdict.HotkeyFull);
        table.Accept(honest.AccountId, "a", now, hasStanding: true).ShouldBe(NonceVerdict.Replayed);
        table.Accept(honest.AccountId, "b", now, hasStanding: true).ShouldBe(NonceVerdict.Accepted);
        table.Accept(greedy.AccountId, "3", now + 1, hasStanding: true).ShouldBe(NonceVerdict.Accepted);
    }

    [Fact]
    public void A_full_table_refuses_newcomers_keeps_room_for_callers_with_standing_and_empties_with_time()
    {
        using var table = new ReplayTable(new AxonOptions { MaxReplayEntries = 10 }, _clock);
        long now = Nonces.Now(_clock);
        for (byte i = 0; i < 5; i++)
            table.Accept(Account(i), "u", now, hasStanding: false).ShouldBe(NonceVerdict.Accepted);
        table.Accept(Account(5), "u", now, hasStanding: false).ShouldBe(NonceVerdict.TableFull);
        for (byte i = 5; i < 10; i++)
            table.Accept(Account(i), "u", now, hasStanding: true).ShouldBe(NonceVerdict.Accepted);
        table.Accept(Account(10), "u", now, hasStanding: true).ShouldBe(NonceVerdict.TableFull);
        table.Accept(Account(0), "u", now, hasStanding: true).ShouldBe(NonceVerdict.Replayed);

        _clock.Advance(TimeSpan.FromSeconds(17));
        table.Accept(Account(10), "u", Nonces.Now(_clock), hasStanding: true).ShouldBe(NonceVerdict.Accepted);
        table.Count.ShouldBe(1);
    }

    [Fact]
    public void The_file_stays_small_however_many_requests_pass()
    {
        using Keypair caller = Keypair.FromUri("//Bob");
        using var table = new ReplayTable(new AxonOptions { ReplayTablePath = TablePath }, _clock);
        long now = Nonces.Now(_clock);
        for (int i = 0; i < 10_000; i++)
            table.Accept(caller.AccountId, "u", now + i, hasStanding: true).ShouldBe(NonceVerdict.Accepted);
        File.ReadLines(TablePath).Count().ShouldBeLessThan(5000);
    }

    private static AccountId Account(byte number) => new(Enumerable.Repeat(number, AccountId.Length).ToArray());
}
