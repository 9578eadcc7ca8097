using Bittensor.Scale;
using Bittensor.Scale.Metadata;

namespace Bittensor.Chain.Rpc;

/// <summary>A call by names, not yet bound to a runtime: the metadata gives it its indices when it is signed.</summary>
/// <param name="Pallet">The pallet's name, for example <c>SubtensorModule</c>.</param>
/// <param name="Name">The call's name, for example <c>set_weights</c>.</param>
/// <param name="Arguments">What <see cref="ScaleValue.From"/> takes, in order; or a single dictionary by name.</param>
public sealed record ChainCall(string Pallet, string Name, params IReadOnlyList<object?> Arguments)
{
    /// <summary>The call as a runtime wants it.</summary>
    /// <exception cref="MetadataNameException">The runtime has no such call.</exception>
    /// <exception cref="ScaleEncodingException">An argument is missing or does not fit.</exception>
    public byte[] Encode(RuntimeMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return metadata.EncodeCall(Pallet, Name, Arguments);
    }

    /// <summary>The names alone.</summary>
    public override string ToString() => $"{Pallet}.{Name}";
}
