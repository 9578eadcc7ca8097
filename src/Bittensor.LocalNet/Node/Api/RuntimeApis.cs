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
            ["SubnetInfoRuntimeApi_get_subnet_info"] = (state, input) => SubnetInfoApi.Info(state, input[0]),
            ["SubnetInfoRuntimeApi_get_subnets_info"] = Each(SubnetInfoApi.Info),
            ["SubnetInfoRuntimeApi_get_subnet_info_v2"] = (state, input) => SubnetInfoApi.InfoV2(state, input[0]),
            ["SubnetInfoRuntimeApi_get_subnets_info_v2"] = Each(SubnetInfoApi.InfoV2),
            ["SubnetInfoRuntimeApi_get_dynamic_info"] = (state, input) => SubnetInfoApi.Dynamic(state, input[0]),
            ["SubnetInfoRuntimeApi_get_all_dynamic_info"] = Each(SubnetInfoApi.Dynamic),
            ["SubnetInfoRuntimeApi_get_subnet_hyperparams"] = (state, input) => SubnetApi.Hyperparameters(state, input[0]),
            ["SubnetInfoRuntimeApi_get_subnet_hyperparams_v2"] = (state, input) => SubnetApi.HyperparametersV2(state, input[0]),
            ["SubnetInfoRuntimeApi_get_subnet_hyperparams_v3"] = (state, input) => SubnetApi.HyperparametersV3(state, input[0]),
            ["SubnetInfoRuntimeApi_get_metagraph"] = (state, input) => MetagraphApi.Metagraph(state, input[0]),
            ["SubnetInfoRuntimeApi_get_all_metagraphs"] = Each(MetagraphApi.Metagraph),
            ["SubnetInfoRuntimeApi_get_selective_metagraph"] =
                (state, input) => MetagraphApi.Selective(state, input[0], input[1], SelectiveFields()),
            ["SubnetInfoRuntimeApi_get_subnet_state"] = (state, input) => MetagraphApi.State(state, input[0]),
            ["SubnetInfoRuntimeApi_get_next_epoch_start_block"] = NextEpoch,
            ["StakeInfoRuntimeApi_get_stake_info_for_coldkey"] = (state, input) => StakeApi.OfColdkey(state, input[0]),
            ["StakeInfoRuntimeApi_get_stake_info_for_coldkeys"] = (state, input) => StakeApi.OfColdkeys(state, input[0]),
            ["StakeInfoRuntimeApi_get_stake_info_for_hotkey_coldkey_netuid"] =
                (state, input) => StakeApi.One(state, input[0], input[1], input[2]),
            // Stake moves without a fee, alpha costs 1 TAO, and a subnet costs nothing.
            ["StakeInfoRuntimeApi_get_stake_fee"] = (_, _) => 0,
            ["SubnetRegistrationRuntimeApi_get_network_registration_cost"] = (_, _) => 0,
            ["SwapRuntimeApi_current_alpha_price"] = (_, _) => Balance.RaoPerTao,
            ["SwapRuntimeApi_current_alpha_price_all"] = (state, _) => state.Netuids().Select(
                netuid => ScaleValue.Struct(("netuid", netuid), ("price", Balance.RaoPerTao))),
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

    private static Func<StateReader, IReadOnlyList<ScaleValue>, object?> Each(Func<StateReader, ScaleValue, object?> describe) =>
        (state, _) => state.Netuids().Select(netuid => describe(state, netuid));

    /// <summary>The fields of the answer in the order in which they are asked for.</summary>
    private string[] SelectiveFields()
    {
        TypeDefinition type = _runtime.Metadata.Types.Types.Single(type => type.Name == "SelectiveMetagraph");
        return [.. ((CompositeShape)type.Shape).Fields.Select(field => field.Name!)];
    }

    /// <summary>The block of the next epoch; null if the subnet's tempo is 0 and it has none.</summary>
    private static object? NextEpoch(StateReader state, IReadOnlyList<ScaleValue> input)
    {
        ulong tempo = state.Get("Tempo", input[0]).AsUInt64();
        ulong since = state.Get("BlocksSinceLastStep", input[0]).AsUInt64();
        return state.Exists(input[0]) && tempo > 0 ? state.Block.Number - since + tempo : null;
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
