using System.Text.Json.Serialization;
using Bittensor.Wire;

namespace Bittensor.Tests.Docs;

#region synapse
public sealed class Translate : Synapse
{
    [JsonPropertyName("text")]
    [HashedField]
    public string Text { get; set; } = "";

    [JsonPropertyName("translation")]
    [ResponseField]
    public string? Translation { get; set; }
}
#endregion
