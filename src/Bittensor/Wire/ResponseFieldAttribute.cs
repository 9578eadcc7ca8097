namespace Bittensor.Wire;

/// <summary>Marks a synapse property that an axon's reply may fill. All others keep what the dendrite sent, whatever the reply says.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ResponseFieldAttribute : Attribute;
