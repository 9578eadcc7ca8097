using System.Diagnostics.CodeAnalysis;

namespace Bittensor.Wire;

/// <summary>An attached synapse: its shape and what decides on it and answers it.</summary>
internal abstract class AxonRoute(
    string name,
    SynapseShape shape,
    Func<SynapseCaller, CancellationToken, ValueTask<BlacklistVerdict>>? blacklist,
    Func<SynapseCaller, double>? priority,
    long maxBodyBytes)
{
    public string Name => name;

    public SynapseShape Shape => shape;

    public Func<SynapseCaller, CancellationToken, ValueTask<BlacklistVerdict>>? Blacklist => blacklist;

    public Func<SynapseCaller, double>? Priority => priority;

    /// <summary>Largest body in bytes.</summary>
    public long MaxBodyBytes => maxBodyBytes;

    public abstract Synapse Create();

    public abstract Task<Synapse> HandleAsync(Synapse synapse, CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal sealed class AxonRoute<[DynamicallyAccessedMembers(SynapseMembers.Needed)] TSynapse>(
    string name,
    Func<TSynapse, CancellationToken, Task<TSynapse>> handler,
    Func<SynapseCaller, CancellationToken, ValueTask<BlacklistVerdict>>? blacklist,
    Func<SynapseCaller, double>? priority,
    long maxBodyBytes)
    : AxonRoute(name, SynapseShape.Of<TSynapse>(), blacklist, priority, maxBodyBytes)
    where TSynapse : Synapse, new()
{
    public override Synapse Create() => new TSynapse();

    public override async Task<Synapse> HandleAsync(Synapse synapse, CancellationToken cancellationToken) =>
        await handler((TSynapse)synapse, cancellationToken) ?? throw new InvalidOperationException($"The handler of {Name} returned null.");
}
