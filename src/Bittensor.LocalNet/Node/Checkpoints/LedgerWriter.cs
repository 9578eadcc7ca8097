using System.Text.Json;
using Bittensor.Chain;
using Bittensor.LocalNet.Consensus;
using Bittensor.LocalNet.Ledger;
using Bittensor.Scale;

namespace Bittensor.LocalNet.Node.Checkpoints;

/// <summary>Writes a whole ledger; <see cref="LedgerReader"/> reads the same fields in the same order.</summary>
internal static class LedgerWriter
{
    public static void Write(ScaleWriter writer, LedgerState state)
    {
        writer.WriteUInt64(state.BlockNumber);
        writer.WriteUInt64(state.Issued);
        writer.WriteUInt64(state.Recycled);
        writer.WriteUInt16(state.CommitRevealVersion);
        WriteAll(writer, state.Accounts.Order(), account =>
        {
            writer.WriteAccountId(account);
            writer.WriteUInt64(state.BalanceOf(account));
            writer.WriteUInt32(state.NonceOf(account));
        });
        WriteAll(writer, state.Owners.OrderBy(owner => owner.Key), owner =>
        {
            writer.WriteAccountId(owner.Key);
            writer.WriteAccountId(owner.Value);
        });
        WriteAll(writer, state.BlockHashes, block =>
        {
            writer.WriteUInt64(block.Key);
            writer.WriteBytes(block.Value);
        });
        WriteAll(writer, state.UsedWork.Taken, work =>
        {
            writer.WriteByteVector(Convert.FromHexString(work.Key));
            writer.WriteUInt64(work.Value);
        });
        WriteAll(writer, state.Subnets, subnet => Write(writer, subnet));
        WriteAll(writer, state.Stakes.All.Order(), stake =>
        {
            writer.WriteUInt16(stake.Netuid);
            writer.WriteAccountId(stake.Hotkey);
            writer.WriteAccountId(stake.Coldkey);
            writer.WriteUInt64(stake.Amount);
        });
    }

    private static void Write(ScaleWriter writer, Subnet subnet)
    {
        writer.WriteUInt16(subnet.Netuid);
        writer.WriteAccountId(subnet.OwnerColdkey);
        writer.WriteAccountId(subnet.OwnerHotkey);
        writer.WriteUInt64(subnet.CreatedAt);
        // By name, so that rules that come later have their defaults.
        writer.WriteByteVector(JsonSerializer.SerializeToUtf8Bytes(subnet.Rules));
        writer.WriteUInt64(subnet.TempoStart);
        writer.WriteUInt64(subnet.LastEpochBlock);
        writer.WriteUInt64(subnet.EpochIndex);
        writer.WriteUInt64(subnet.PendingServer);
        writer.WriteUInt64(subnet.PendingValidator);
        writer.WriteUInt64(subnet.PendingOwner);
        WriteAll(writer, subnet.Neurons, neuron => Write(writer, neuron));
        WriteAll(writer, subnet.Commits, commits =>
        {
            writer.WriteAccountId(commits.Key);
            WriteAll(writer, commits.Value, commit =>
            {
                writer.WriteBytes(commit.Hash.Span);
                writer.WriteUInt64(commit.Epoch);
                writer.WriteUInt64(commit.Block);
            });
        });
    }

    private static void Write(ScaleWriter writer, Neuron neuron)
    {
        writer.WriteAccountId(neuron.Hotkey);
        writer.WriteUInt64(neuron.RegisteredAt);
        writer.WriteUInt64(neuron.LastUpdate);
        writer.WriteUInt64(neuron.LastPaid);
        WriteOption(writer, neuron.AxonServedAt, served =>
        {
            writer.WriteUInt64(served);
            writer.WriteByteVector(neuron.Axon.Address.GetAddressBytes());
            writer.WriteUInt16((ushort)neuron.Axon.Port);
            writer.WriteUInt32(neuron.Axon.Version);
            writer.WriteByte(neuron.Axon.Protocol);
        });
        writer.WriteByteVector(neuron.Certificate.Span);
        writer.WriteOption(neuron.Prometheus is not null);
        if (neuron.Prometheus is { } endpoint)
        {
            writer.WriteByteVector(endpoint.Address.GetAddressBytes());
            writer.WriteUInt16(endpoint.Port);
            writer.WriteUInt32(endpoint.Version);
            writer.WriteUInt64(endpoint.Block);
        }
        WritePairs(writer, neuron.Weights);
        writer.WriteOption(neuron.LastOutcome is not null);
        if (neuron.LastOutcome is { } outcome)
            Write(writer, outcome);
    }

    private static void Write(ScaleWriter writer, YumaOutcome outcome)
    {
        writer.WriteUInt16(outcome.StakeWeight);
        writer.WriteUInt16(outcome.Consensus);
        writer.WriteUInt16(outcome.Incentive);
        writer.WriteUInt16(outcome.Dividends);
        writer.WriteUInt16(outcome.ValidatorTrust);
        writer.WriteBool(outcome.ValidatorPermit);
        writer.WriteBool(outcome.Active);
        writer.WriteUInt64(outcome.ServerEmission);
        writer.WriteUInt64(outcome.ValidatorEmission);
        writer.WriteUInt64(outcome.Emission);
        WritePairs(writer, outcome.Bonds);
    }

    private static void WritePairs(ScaleWriter writer, IReadOnlyList<UidWeight> pairs) => WriteAll(writer, pairs, pair =>
    {
        writer.WriteUInt16(pair.Uid);
        writer.WriteUInt16(pair.Weight);
    });

    private static void WriteAll<T>(ScaleWriter writer, IEnumerable<T> items, Action<T> write)
    {
        IReadOnlyCollection<T> all = items as IReadOnlyCollection<T> ?? [.. items];
        writer.WriteLength(all.Count);
        foreach (T item in all)
            write(item);
    }

    private static void WriteOption<T>(ScaleWriter writer, T? value, Action<T> write)
        where T : struct
    {
        writer.WriteOption(value is not null);
        if (value is T present)
            write(present);
    }
}
