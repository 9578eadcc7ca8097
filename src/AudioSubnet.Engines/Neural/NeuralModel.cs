using AudioSubnet.Inference.Hub;

namespace AudioSubnet.Engines.Neural;

/// <summary>A model that an engine is made of.</summary>
/// <param name="Name">Name of the engine: the repository's, or the folder as it was given.</param>
/// <param name="Folder">Where its files are.</param>
/// <param name="ModelType">What its config.json says it is, for example "vits".</param>
/// <param name="License">Its terms.</param>
/// <param name="FindOther">Finds another model on this machine, such as its vocoder; null if that is not here.</param>
internal sealed record NeuralModel(string Name, string Folder, string ModelType, ModelLicense License, Func<string, StoredModel?> FindOther);
