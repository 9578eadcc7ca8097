using System.CommandLine;
using AudioSubnet.Engines;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>The options that choose and set up engines; each command takes those of the kinds that it runs.</summary>
internal sealed class EngineFlags
{
    private static readonly Dictionary<string, InferenceDevice> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        ["auto"] = InferenceDevice.Auto,
        ["cpu"] = InferenceDevice.Cpu,
        ["cuda"] = InferenceDevice.Cuda,
        ["directml"] = InferenceDevice.DirectMl,
        ["coreml"] = InferenceDevice.CoreMl,
    };

    private static readonly Dictionary<string, Precision> Precisions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["fp32"] = Precision.Float32,
        ["int8"] = Precision.Int8,
        ["int4"] = Precision.Int4,
    };

    private readonly Option<string> _device = new("--device") { Description = "Where models compute: auto, cpu, cuda, directml or coreml.", DefaultValueFactory = _ => "auto" };
    private readonly Option<string?> _precision = new("--precision") { Description = "Precision of a model's matrix products: fp32, int8 or int4 (default: what suits the model)." };
    private readonly Option<string?> _speaker = new("--speaker") { Description = "Speaker of a model that has several: a number, a name or a file." };
    private readonly List<(EngineKind Kind, Option<DirectoryInfo?> Option)> _paths = [];

    public EngineFlags()
    {
        _device.AcceptOnlyFromAmong([.. Devices.Keys]);
        _precision.AcceptOnlyFromAmong([.. Precisions.Keys]);
    }

    /// <summary>Whether only models with permissive licences may run; commands that score give it to <see cref="JudgeOptions"/> too.</summary>
    public Option<bool> PermissiveOnly { get; } = new("--permissive-only") { Description = "Refuse models whose licence does not allow commercial use." };

    /// <summary>Adds the settings, and for each kind the options that name a fine-tuned model's folder.</summary>
    public void AddTo(Command command, params ReadOnlySpan<EngineKind> kinds)
    {
        foreach (EngineKind kind in kinds)
            foreach ((string name, string what) in PathsOf(kind))
            {
                var option = new Option<DirectoryInfo?>(name) { Description = $"Folder of a fine-tuned {what} model to use." };
                _paths.Add((kind, option));
                command.Add(option);
            }
        command.Add(_device);
        command.Add(_precision);
        if (kinds.Contains(EngineKind.TextToSpeech))
            command.Add(_speaker);
        command.Add(PermissiveOnly);
    }

    /// <summary>A catalog with the settings.</summary>
    public EngineCatalog Catalog(ParseResult result) => new(new EngineOptions
    {
        Device = Devices[result.GetRequiredValue(_device)],
        Precision = result.GetValue(_precision) is { } precision ? Precisions[precision] : null,
        Speaker = SpeakerOf(result),
        PermissiveOnly = result.GetValue(PermissiveOnly),
    });

    /// <summary>The speaker that is asked for; null if none is, or if the command does not speak.</summary>
    public string? SpeakerOf(ParseResult result) => result.CommandResult.Command.Options.Contains(_speaker) ? result.GetValue(_speaker) : null;

    /// <summary>The engine of a kind: the folder of a fine-tuned model if one is named, else what the option for engines says.</summary>
    /// <exception cref="UserException">Two folders are named, or one that does not exist.</exception>
    public string NameOf(ParseResult result, EngineKind kind, Option<string> engine)
    {
        Option<DirectoryInfo?>[] given = [.. _paths.Where(path => path.Kind == kind && result.GetValue(path.Option) is not null).Select(path => path.Option)];
        if (given.Length == 0)
            return result.GetRequiredValue(engine);
        if (given.Length > 1)
            throw new UserException($"{given[0].Name} and {given[1].Name} both name a model; name one.");
        DirectoryInfo folder = result.GetRequiredValue(given[0])!;
        return folder.Exists ? folder.FullName : throw new UserException($"{given[0].Name} names '{folder}', which is no folder.");
    }

    private static (string Name, string What)[] PathsOf(EngineKind kind) => kind switch
    {
        EngineKind.TextToSpeech => [("--fb_model_path", "MMS-TTS (VITS)"), ("--ms_model_path", "SpeechT5"), ("--bark_model_path", "Bark")],
        EngineKind.VoiceCloning => [("--bark_vc_path", "Bark")],
        _ => [("--music_path", "MusicGen")],
    };
}
