using Bittensor.Crypto;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.Chain;

/// <summary>
/// Reads the answer of NeuronInfoRuntimeApi_get_neurons_lite straight into <see cref="NeuronInfo"/>, several times faster than through
/// <see cref="ScaleValue"/>. Fields are found by name in the metadata and read by their types there, so that runtimes may add, drop,
/// reorder
/// or widen them. Immutable and thread-safe.
/// </summary>
public sealed class NeuronReader
{
    private const string Api = "NeuronInfoRuntimeApi";
    private const string Method = "get_neurons_lite";

    private readonly TypeRegistry _types;
    private readonly IReadOnlyList<TypeField> _fields;

    private NeuronReader(TypeRegistry types, IReadOnlyList<TypeField> fields)
    {
        _types = types;
        _fields = fields;
    }

    /// <summary>
    /// The reader for a runtime; null if its metadata does not describe the answer (before version 15, or where the API answers in
    /// opaque bytes).
    /// </summary>
    public static NeuronReader? Create(RuntimeMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return metadata.TryGetApiMethod(Api, Method, out RuntimeApiMethod? method)
            && metadata.Types[method.Description.Output].Shape is SequenceShape neurons
            && metadata.Types[neurons.Element].Shape is CompositeShape { Fields: [{ Name: not null }, ..] } neuron
                ? new NeuronReader(metadata.Types, neuron.Fields)
                : null;
    }

    /// <summary>Reads all neurons of the answer. The block of registration is not part of it and stays 0.</summary>
    /// <exception cref="ScaleException">The bytes are not such an answer.</exception>
    public IReadOnlyList<NeuronInfo> Read(ReadOnlySpan<byte> answer)
    {
        var reader = new ScaleReader(answer);
        int count = reader.ReadLength();
        var neurons = new List<NeuronInfo>(Math.Min(count, 4096));
        for (int i = 0; i < count; i++)
            neurons.Add(ReadNeuron(ref reader));
        reader.ExpectEnd();
        return neurons;
    }

    private NeuronInfo ReadNeuron(ref ScaleReader reader)
    {
        AccountId hotkey = default;
        AccountId coldkey = default;
        ServedAxon axon = default;
        ushort uid = 0;
        UInt128 stake = 0;
        ulong emission = 0, lastUpdate = 0;
        double rank = 0, trust = 0, consensus = 0, incentive = 0, dividends = 0, validatorTrust = 0;
        bool permit = false, active = false;
        foreach (TypeField field in _fields)
        {
            switch (field.Name)
            {
                case "hotkey":
                    hotkey = ReadAccount(ref reader, field);
                    break;
                case "coldkey":
                    coldkey = ReadAccount(ref reader, field);
                    break;
                case "uid":
                    uid = (ushort)_types.ReadUnsigned(field.Type, ref reader);
                    break;
                case "axon_info":
                    axon = ServedAxon.Read(_types, field.Type, ref reader);
                    break;
                case "stake":
                    stake = ReadStake(ref reader, field);
                    break;
                case "emission":
                    emission = (ulong)_types.ReadUnsigned(field.Type, ref reader);
                    break;
                case "last_update":
                    lastUpdate = (ulong)_types.ReadUnsigned(field.Type, ref reader);
                    break;
                case "rank":
                    rank = ReadShare(ref reader, field);
                    break;
                case "trust":
                    trust = ReadShare(ref reader, field);
                    break;
                case "consensus":
                    consensus = ReadShare(ref reader, field);
                    break;
                case "incentive":
                    incentive = ReadShare(ref reader, field);
                    break;
                case "dividends":
                    dividends = ReadShare(ref reader, field);
                    break;
                case "validator_trust":
                    validatorTrust = ReadShare(ref reader, field);
                    break;
                case "validator_permit":
                    permit = reader.ReadBool();
                    break;
                case "active":
                    active = reader.ReadBool();
                    break;
                default:
                    _types.Skip(field.Type, ref reader);
                    break;
            }
        }

        return new NeuronInfo
        {
            Uid = uid,
            Hotkey = hotkey,
            Coldkey = coldkey,
            Axon = axon.ToAxonInfo(hotkey),
            Stake = new Balance((ulong)UInt128.Min(stake, ulong.MaxValue)),
            Rank = rank,
            Trust = trust,
            Consensus = consensus,
            Incentive = incentive,
            Dividends = dividends,
            ValidatorTrust = validatorTrust,
            Emission = new Balance(emission),
            ValidatorPermit = permit,
            Active = active,
            LastUpdate = lastUpdate,
        };
    }

    private AccountId ReadAccount(ref ScaleReader reader, TypeField field) =>
        _types[field.Type].IsAccount() ? reader.ReadAccountId() : throw Unexpected(ref reader, field);

    private double ReadShare(ref ScaleReader reader, TypeField field) =>
        (double)_types.ReadUnsigned(field.Type, ref reader) / ushort.MaxValue;

    /// <summary>Pairs of coldkey and amount, of which the sum counts.</summary>
    private UInt128 ReadStake(ref ScaleReader reader, TypeField field)
    {
        if (_types[field.Type].Shape is not SequenceShape pairs
            || _types[pairs.Element].Shape is not TupleShape { Elements: [int account, int amount] })
            throw Unexpected(ref reader, field);
        UInt128 sum = 0;
        for (int left = reader.ReadLength(); left > 0; left--)
        {
            _types.Skip(account, ref reader);
            sum += _types.ReadUnsigned(amount, ref reader);
        }

        return sum;
    }

    private ScaleException Unexpected(ref ScaleReader reader, TypeField field) =>
        reader.Fail($"the field {field.Name} of a neuron is of the unexpected type {_types.NameOf(field.Type)}");
}
