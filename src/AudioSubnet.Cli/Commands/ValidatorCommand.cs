using System.CommandLine;
using AudioSubnet.Cli.CommandLine;
using AudioSubnet.Scoring.Judges;
using AudioSubnet.Validator;
using AudioSubnet.Validator.Network;
using AudioSubnet.Validator.Prompts;
using AudioSubnet.Validator.State;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.Wallets;
using Bittensor.Wire;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Cli.Commands;

/// <summary><c>audiosubnet validator</c>: prompts miners, scores their audio and sets weights.</summary>
internal static partial class ValidatorCommand
{
    public static Command Create()
    {
        var wallet = new WalletOptions();
        var network = new NetworkOptions();
        var defaults = new ValidatorOptions();
        var alpha = new Option<double>("--alpha") { Description = "Share of the old score that stays in the moving average.", DefaultValueFactory = _ => defaults.Alpha };
        var state = new Option<DirectoryInfo?>("--state") { Description = "Folder of scores, history and audio (default: beside the hotkey)." };
        var perRound = new Option<int>("--vcdnp", "--miners-per-round") { Description = "Miners asked in one round.", DefaultValueFactory = _ => defaults.MinersPerRound };
        var folders = new Option<DirectoryInfo?>("--folders") { Description = "Folder with tts_source, vc_source and ttm_source to work off." };
        var keep = new Option<int>("--keep-audio-rounds") { Description = "Keep the audio of so many of the newest rounds; 0 keeps all.", DefaultValueFactory = _ => defaults.KeepAudioRounds };
        var speechPrompts = new Option<FileInfo?>("--prompts.speech") { Description = "CSV or text file of sentences for speech and cloning (default: the shipped list)." };
        var musicPrompts = new Option<FileInfo?>("--prompts.music") { Description = "CSV or text file of descriptions of music (default: the shipped list)." };
        var prompts = new Option<string>("--prompts") { Description = "Where prompts come from: shipped, or hf (the data sets of the existing network, from the Hugging Face hub).", DefaultValueFactory = _ => ValidatorSources.Shipped };
        prompts.AcceptOnlyFromAmong(ValidatorSources.Shipped, ValidatorSources.Hub);
        var voices = new Option<string>("--voices") { Description = "Voices to clone: a folder of recordings, shipped, or hf (the data set of the existing network).", DefaultValueFactory = _ => ValidatorSources.Shipped };
        Option<int?> seed = CommonOptions.Seed();
        var judges = new JudgeOptions();
        var command = new Command("validator", "Prompt the miners of a subnet, score their audio and set weights.")
        {
            alpha, state, perRound, folders, keep, prompts, speechPrompts, musicPrompts, voices, seed,
        };
        judges.AddTo(command);
        network.AddTo(command);
        wallet.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            using ILoggerFactory loggers = Logging.Create(result.GetValue(CommonOptions.Debug) ? LogLevel.Debug : LogLevel.Information);
            Wallet named = wallet.Get(result);
            using Keypair hotkey = WalletKeys.Hotkey(named);
            var options = defaults with
            {
                Netuid = result.GetValue(network.Netuid),
                Alpha = result.GetValue(alpha),
                StateDirectory = result.GetValue(state)?.FullName ?? Path.Combine(named.Folder, $"{named.HotkeyName}.validator"),
                MinersPerRound = result.GetValue(perRound),
                FolderServicesDirectory = result.GetValue(folders)?.FullName,
                KeepAudioRounds = result.GetValue(keep),
                Seed = result.GetValue(seed),
            };
            Check(options);
            await using SubtensorClient chain = await network.ConnectPatientlyAsync(
                result, loggers.CreateLogger("AudioSubnet.Validator"), cancellationToken, new SubtensorOptions { CommitFolder = Path.Combine(options.StateDirectory, "commits") });
            using var sources = new ValidatorSources(result.GetRequiredValue(prompts), result.GetRequiredValue(voices), loggers);
            using var dendrite = new Dendrite(hotkey, loggers: loggers);
            using ScorerFactory scorer = ScorerFactory.Create(judges.Get(result), options.ScoringParallelism);
            ILogger log = loggers.CreateLogger("AudioSubnet.Validator");
            foreach (JudgeInfo judge in scorer.Judges)
                LogJudge(log, ScorerFactory.Describe(judge));
            using ValidatorStore store = ValidatorStore.Open(options.StateDirectory, TimeProvider.System, loggers.CreateLogger("AudioSubnet.Validator"));
            using var validator = new ValidatorService(options, new ValidatorParts
            {
                Hotkey = hotkey,
                Chain = chain,
                Miners = new DendriteMinerClient(dendrite, TimeProvider.System),
                Scorer = scorer.Scorer,
                Store = store,
                Prompts = new CsvPromptSource(
                    result.GetValue(speechPrompts)?.FullName, result.GetValue(musicPrompts)?.FullName, sources.Prompts, loggers.CreateLogger<CsvPromptSource>()),
                Voices = sources.Voices,
                Loggers = loggers,
            });
            await validator.RunAsync(cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }

    private static void Check(ValidatorOptions options)
    {
        try
        {
            options.Validate();
        }
        catch (ArgumentException problem)
        {
            throw new UserException(problem.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "Judge of {Judge}")]
    private static partial void LogJudge(ILogger logger, string judge);
}
