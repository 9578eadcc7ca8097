using AudioSubnet.Validator.Events;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Validator.Folders;

/// <summary>Watches the three source folders, each at its own pace so that slow music does not hold up speech.</summary>
internal sealed class FolderServices
{
    private readonly ValidatorOptions _options;
    private readonly ValidatorEvents _events;
    private readonly TimeProvider _clock;
    private readonly FolderService[] _services;

    public FolderServices(
        string root, ValidatorOptions options, IAudioSource source, ValidatorEvents events, TimeProvider clock, ILogger logger)
    {
        _options = options;
        _events = events;
        _clock = clock;
        _services =
        [
            new CsvFolderService(AudioService.TextToSpeech, root, options, source, events, clock, logger),
            new CsvFolderService(AudioService.MusicGeneration, root, options, source, events, clock, logger),
            new CloneFolderService(root, options, source, events, clock, logger),
        ];
    }

    /// <summary>Watches until it is cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_services.Select(service => WatchAsync(service, cancellationToken)));

    /// <summary>Looks into each folder once.</summary>
    public async Task ScanAsync(CancellationToken cancellationToken)
    {
        foreach (FolderService service in _services)
            await ScanAsync(service, lastProblem: null, cancellationToken);
    }

    private async Task WatchAsync(FolderService service, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(_options.FolderPoll, _clock);
        string? problem = null;
        do
            problem = await ScanAsync(service, problem, cancellationToken);
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>One look; a fault is reported once, and what was not done stays in the source folder for the next look.</summary>
    private async Task<string?> ScanAsync(FolderService service, string? lastProblem, CancellationToken cancellationToken)
    {
        try
        {
            await service.ScanAsync(cancellationToken);
            return null;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is not OutOfMemoryException)
        {
            if (fault.Message != lastProblem)
                _events.Problem("folders", $"{fault.Message} What is not done stays in the source folder and is tried again.");
            return fault.Message;
        }
    }
}
