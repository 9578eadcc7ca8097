using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.LocalNet.Node.Calls;

/// <summary>Finds the runtime's value for an error that the ledger names.</summary>
internal sealed class DispatchErrors
{
    /// <summary>Where names are looked up, in order: the ledger's InsufficientBalance is that of a transfer.</summary>
    private static readonly string[] Pallets = ["Balances", "SubtensorModule", "AdminUtils", "Sudo", "Utility", "System"];

    private readonly Dictionary<string, ScaleValue> _values = new(StringComparer.Ordinal)
    {
        ["BadOrigin"] = ScaleValue.Variant("BadOrigin"),
    };

    public DispatchErrors(RuntimeMetadata metadata)
    {
        foreach (Pallet pallet in Pallets.Select(metadata.Pallet))
            foreach (TypeVariant error in pallet.Errors)
                _values.TryAdd(error.Name, ScaleValue.Variant(
                    "Module", ScaleValue.Struct(("index", pallet.Index), ("error", new byte[] { error.Index, 0, 0, 0 }))));
    }

    /// <summary>A value of the type <c>sp_runtime::DispatchError</c>; Other for a name that no pallet has.</summary>
    public ScaleValue Named(string error) => _values.GetValueOrDefault(error) ?? ScaleValue.Variant("Other");

    /// <summary>True if a pallet has an error of that name, or it is one of Substrate's own.</summary>
    public bool Knows(string error) => _values.ContainsKey(error);
}
