using AudioSubnet.Inference.Hub;
using AudioSubnet.Validator.Prompts;
using AudioSubnet.Validator.Voices;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Cli.Commands;

/// <summary>Where a validator's prompts and voices come from, by name.</summary>
internal sealed class ValidatorSources : IDisposable
{
    /// <summary>What comes with the program.</summary>
    public const string Shipped = "shipped";

    /// <summary>The data sets of the existing network.</summary>
    public const string Hub = "hf";

    private readonly HuggingFaceHub? _hub;

    public ValidatorSources(string prompts, string voices, ILoggerFactory loggers)
    {
        if (prompts == Hub || voices == Hub)
            _hub = new HuggingFaceHub();
        Prompts = prompts == Hub
            ? new HubPromptSource(
                new HubDataset(_hub!, HubPromptSource.SpeechDataset), new HubDataset(_hub!, HubPromptSource.MusicDataset), new ShippedPrompts(), TimeProvider.System,
                loggers.CreateLogger<HubPromptSource>())
            : new ShippedPrompts();
        Voices = voices switch
        {
            Hub => new HubVoiceSource(new HubDataset(_hub!, HubVoiceSource.VoiceDataset), FolderVoiceSource.Shipped(), TimeProvider.System, loggers.CreateLogger<HubVoiceSource>()),
            Shipped => FolderVoiceSource.Shipped(),
            _ => new FolderVoiceSource(Path.GetFullPath(voices)),
        };
    }

    public IPromptSource Prompts { get; }

    public IVoiceSource Voices { get; }

    public void Dispose()
    {
        (Prompts as IDisposable)?.Dispose();
        (Voices as IDisposable)?.Dispose();
        _hub?.Dispose();
    }
}
