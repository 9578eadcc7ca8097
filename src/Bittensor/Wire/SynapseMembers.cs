using System.Diagnostics.CodeAnalysis;

namespace Bittensor.Wire;

/// <summary>What must stay of a synapse class in a trimmed program.</summary>
internal static class SynapseMembers
{
    /// <summary>Its properties, which travel, and the constructor.</summary>
    public const DynamicallyAccessedMemberTypes Needed =
        DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicParameterlessConstructor;
}
