using Bittensor.Chain;
using Bittensor.LocalNet.Node.Blocks;
using Bittensor.LocalNet.Node.Calls;
using Bittensor.LocalNet.Node.Rpc;
using Bittensor.LocalNet.Node.Runtime;
using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.LocalNet.Node.Api;

/// <summary>The runtime APIs that the metadata lists. Each takes its parameters and gives its answer by the types there.</summary>
internal sealed class RuntimeApis
{
    private readonly LocalRuntime _runtime;
    private readonly ExtrinsicChecker _checker;
    private readonly Dictionary<string, Func<StateReader, IReadOnlyList<ScaleValue>, object?>> _methods;

    public RuntimeApis(LocalRuntime runtime, ExtrinsicChecker checker)
    {
        _runtime = runtime;
        _checker = checker;
        _methods = new(StringComparer.Ordinal)
        {
            ["Core_version"] = (_, _) => LocalRuntime.Version(runtime.Apis),
            ["Metadata_metadata"] = (_, _) => runtime.EncodedMetadata(14),
            ["Metadata_metadata_at_version"] = (_, input) => runtime.EncodedMetadata((uint)input[0].AsUInt64()),
            ["Metadata_metadata_versions"] = (_, _) => runtime.MetadataVersions,
            ["AccountNonceApi_account_nonce"] = AccountNonce,
            ["TransactionPaymentApi_query_info"] = QueryInfo,
            ["TransactionPaymentApi_query_fee_details"] = QueryFeeDetails,
            ["NeuronInfoRuntimeApi_get_neurons"] = (state, input) => NeuronApi.All(state, input[0], withWeights: true),
            ["NeuronInfoRuntimeApi_get_neuron"] = (state, input) => NeuronApi.One(state, input[0], input[1], withWeights: true),
            ["NeuronInfoRuntimeApi_get_neurons_lite"] = (state, input) => NeuronApi.All(state, input[0], withWeights: false),
            ["NeuronInfoRuntimeApi_get_neuron_lite"] = (state, input) => NeuronApi.One(state, input[0], input[1], withWeights: false),
            ["SubnetInfoRuntimeApi_get_subnet_hyperparams"] = (state, input) => SubnetApi.Hyperparameters(state, input[0]),
            ["SubnetInfoRuntimeApi_get_metagraph"] = (state, input) => MetagraphApi.Metagraph(state, input[0]),
            ["StakeInfoRuntimeApi_get_stake_info_for_coldkey"] = (state, input) => StakeApi.OfColdkey(state, input[0]),
        };
    }

    /// <summary>Makes a call; parameters and answer are SCALE.</summary>
    /// <exception cref="RpcException">No such method, or the parameters are not its.</exception>
    public byte[] Call(string name, byte[] parameters, NodeBlock block)
    {
        RuntimeApiMethod method = _runtime.Metadata.ApiMethods.FirstOrDefault(method => method.StateCall == name)
            ?? throw Failed($"Exported method {name} is not found");
        try
        {
            return method.EncodeOutput(_methods[name](new StateReader(_runtime.Metadata, block), method.DecodeInputs(parameters)));
        }
        catch (ScaleException exception)
        {
            throw Failed($"Bad input data provided to {name}: {exception.Message}");
        }
        catch (PoolException exception)
        {
            throw Failed(exception.Message);
        }
    }

    private object AccountNonce(StateReader state, IReadOnlyList<ScaleValue> input)
    {
        StorageEntry account = _runtime.Metadata.Storage("System", "Account");
        return account.DecodeValue(state.Block.State.Find(account.Key(input[0])))["nonce"];
    }

    private ScaleValue QueryInfo(StateReader state, IReadOnlyList<ScaleValue> input) => ScaleValue.Struct(
        ("weight", FeeSchedule.Weight),
        ("class", ScaleValue.Variant("Normal")),
        ("partial_fee", Price(input).Fee.Rao));

    private ScaleValue QueryFeeDetails(StateReader state, IReadOnlyList<ScaleValue> input)
    {
        (Balance fee, Balance tip) = Price(input);
        ulong bytes = fee.Rao == 0 ? 0 : fee.Rao - FeeSchedule.Base;
        return ScaleValue.Struct(
            ("inclusion_fee", ScaleValue.Struct(("base_fee", fee.Rao - bytes), ("len_fee", bytes), ("adjusted_weight_fee", 0))),
            ("tip", tip.Rao));
    }

    /// <summary>The fee without the tip, and the tip.</summary>
    private (Balance Fee, Balance Tip) Price(IReadOnlyList<ScaleValue> input)
    {
        using var extrinsic = new ScaleWriter();
        extrinsic.WriteByteVector(input[0].AsBytes().Span);
        Extrinsic.Signed read = _checker.Price(extrinsic.ToArray());
        return (read.Fee - read.Tip, read.Tip);
    }

    private static RpcException Failed(string reason) => new(4003, $"Client error: Execution failed: {reason}");
}
