using AudioSubnet.Models.Bark;
using AudioSubnet.Models.Hubert;

namespace AudioSubnet.Engines.Neural;

/// <summary>What Bark clones with: itself, HuBERT that hears the reference, and the quantiser that makes Bark's tokens of what it heard.</summary>
internal sealed record BarkCloningModel(BarkModel Bark, HubertModel Hubert, SemanticQuantizer Quantizer) : IDisposable
{
    public BarkVoiceEncoder Encoder { get; } = new(Hubert, Quantizer, Bark.Codec, Bark.Rules);

    public void Dispose()
    {
        Bark.Dispose();
        Hubert.Dispose();
        Quantizer.Dispose();
    }
}
