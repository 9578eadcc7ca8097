using System.Net;
using System.Text.Json;
using Bittensor.Chain;
using Bittensor.Crypto;
using Bittensor.LocalNet.Consensus;
using Bittensor.LocalNet.Ledger;
using Bittensor.Scale;

namespace Bittensor.LocalNet.Node.Checkpoints;

/// <summary>Reads what <see cref="LedgerWriter"/> has written.</summary>
internal static class LedgerReader
{
    /// <exception cref="ScaleException">The bytes are no ledger.</exception>
    /// <exception cref="JsonException">Rules of a subnet cannot be read.</exception>
    public static LedgerState Read(ref ScaleReader reader, AccountId? sudoKey)
    {
        var state = new LedgerState { SudoKey = sudoKey, BlockNumber = reader.ReadUInt64() };
        state.Issue(reader.ReadUInt64());
        state.Recycle(reader.ReadUInt64());
        state.SetCommitRevealVersion(reader.ReadUInt16());
        for (int left = reader.ReadLength(); left > 0; left--)
        {
            AccountId account = reader.ReadAccountId();
            state.Deposit(account, reader.ReadUInt64());
            state.SetNonce(account, reader.ReadUInt32());
        }
        for (int left = reader.ReadLength(); left > 0; left--)
            state.SetOwner(reader.ReadAccountId(), reader.ReadAccountId());
        for (int left = reader.ReadLength(); left > 0; left--)
            state.SetHash(reader.ReadUInt64(), reader.ReadBytes(32).ToArray());
        for (int left = reader.ReadLength(); left > 0; left--)
            state.UsedWork.Add(reader.ReadByteVector().ToArray(), reader.ReadUInt64());
        for (int left = reader.ReadLength(); left > 0; left--)
            state.AddSubnet(ReadSubnet(ref reader, state.Journal));
        for (int left = reader.ReadLength(); left > 0; left--)
            state.Stakes.Add(reader.ReadUInt16(), reader.ReadAccountId(), reader.ReadAccountId(), reader.ReadUInt64());
        return state;
    }

    private static Subnet ReadSubnet(ref ScaleReader reader, Journal journal)
    {
        ushort netuid = reader.ReadUInt16();
        AccountId coldkey = reader.ReadAccountId();
        AccountId hotkey = reader.ReadAccountId();
        ulong createdAt = reader.ReadUInt64();
        SubnetHyperparameters rules = JsonSerializer.Deserialize<SubnetHyperparameters>(reader.ReadByteVector())
            ?? throw new JsonException($"Subnet {netuid} has no rules.");
        var subnet = new Subnet(journal, netuid, coldkey, hotkey, rules, createdAt);
        subnet.Resume(reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64());
        subnet.PendingServer = reader.ReadUInt64();
        subnet.PendingValidator = reader.ReadUInt64();
        subnet.PendingOwner = reader.ReadUInt64();
        for (int left = reader.ReadLength(); left > 0; left--)
            subnet.Append(ReadNeuron(ref reader));
        for (int left = reader.ReadLength(); left > 0; left--)
        {
            AccountId committed = reader.ReadAccountId();
            var commits = new WeightCommit[reader.ReadLength(48)];
            for (int i = 0; i < commits.Length; i++)
                commits[i] = new WeightCommit(reader.ReadBytes(32).ToArray(), reader.ReadUInt64(), reader.ReadUInt64());
            subnet.SetCommits(committed, commits);
        }
        return subnet;
    }

    private static Neuron ReadNeuron(ref ScaleReader reader)
    {
        var neuron = new Neuron(reader.ReadAccountId(), reader.ReadUInt64())
        {
            LastUpdate = reader.ReadUInt64(),
            LastPaid = reader.ReadUInt64(),
        };
        if (reader.ReadOption())
            neuron = neuron with
            {
                AxonServedAt = reader.ReadUInt64(),
                Axon = new AxonInfo(
                    neuron.Hotkey, new IPAddress(reader.ReadByteVector()), reader.ReadUInt16(), reader.ReadUInt32(), reader.ReadByte()),
            };
        neuron = neuron with { Certificate = reader.ReadByteVector().ToArray() };
        if (reader.ReadOption())
            neuron = neuron with
            {
                Prometheus = new PrometheusInfo(
                    new IPAddress(reader.ReadByteVector()), reader.ReadUInt16(), reader.ReadUInt32(), reader.ReadUInt64()),
            };
        neuron = neuron with { Weights = ReadPairs(ref reader) };
        return reader.ReadOption() ? neuron with { LastOutcome = ReadOutcome(ref reader) } : neuron;
    }

    private static YumaOutcome ReadOutcome(ref ScaleReader reader) => new(
        reader.ReadUInt16(),
        reader.ReadUInt16(),
        reader.ReadUInt16(),
        reader.ReadUInt16(),
        reader.ReadUInt16(),
        reader.ReadBool(),
        reader.ReadBool(),
        reader.ReadUInt64(),
        reader.ReadUInt64(),
        reader.ReadUInt64(),
        ReadPairs(ref reader));

    private static UidWeight[] ReadPairs(ref ScaleReader reader)
    {
        var pairs = new UidWeight[reader.ReadLength(4)];
        for (int i = 0; i < pairs.Length; i++)
            pairs[i] = new UidWeight(reader.ReadUInt16(), reader.ReadUInt16());
        return pairs;
    }
}
