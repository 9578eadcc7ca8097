namespace Bittensor.Wire;

/// <summary>The bare synapse, named "Synapse" on the wire. Every axon serves it to every correctly signed caller, without blacklist.</summary>
public sealed class Ping : Synapse
{
    /// <inheritdoc/>
    public override string Name => "Synapse";
}
