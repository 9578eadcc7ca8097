using System.CommandLine;
using System.Net;
using AudioSubnet.Cli.CommandLine;
using AudioSubnet.Engines;
using AudioSubnet.Miner;
using Bittensor.Chain;
using Bittensor.Chain.Rpc;
using Bittensor.Crypto;
using Bittensor.Wallets;
using Microsoft.Extensions.Logging;

namespace AudioSubnet.Cli.Commands;

/// <summary><c>audiosubnet miner</c>: serves engines to the validators of a subnet.</summary>
internal static class MinerCommand
{
    private const string NoEngine = "none";

    public static Command Create()
    {
        var wallet = new WalletOptions();
        var network = new NetworkOptions();
        var model = new Option<string>("--model") { Description = "Speech engine, or none.", DefaultValueFactory = _ => EngineNames.Speech };
        var clone = new Option<string>("--clone.model", "--clone_model") { Description = "Cloning engine, or none.", DefaultValueFactory = _ => EngineNames.Cloner };
        var music = new Option<string>("--music.model", "--music_model") { Description = "Music engine, or none.", DefaultValueFactory = _ => EngineNames.Music };
        var port = new Option<int>("--axon.port") { Description = "TCP port to listen on.", DefaultValueFactory = _ => MinerOptions.DefaultPort };
        var address = new Option<string>("--axon.ip") { Description = "Address to listen on.", DefaultValueFactory = _ => "0.0.0.0" };
        var externalAddress = new Option<string?>("--axon.external_ip") { Description = "Address to announce, if it differs from the one listened on." };
        var externalPort = new Option<int?>("--axon.external_port") { Description = "Port to announce, if it differs from the one listened on." };
        var minimumStake = new Option<decimal>("--blacklist.min_stake") { Description = "Least stake of a validator that is served.", DefaultValueFactory = _ => 1000 };
        var permit = new Option<bool>("--blacklist.force_validator_permit") { Description = "Serve only validators with a permit." };
        var legacy = new Option<bool>("--allow-legacy-nonce") { Description = "Serve validators of SDK version 6, whose nonces are not times." };
        var signedBody = new Option<bool>("--require-signed-body") { Description = "Serve only peers that sign the request body (.NET peers do)." };
        var command = new Command("miner", "Serve speech, cloned voices and music to the validators of a subnet.")
        {
            model, clone, music, port, address, externalAddress, externalPort, minimumStake, permit, legacy, signedBody,
        };
        var flags = new EngineFlags();
        flags.AddTo(command, EngineKind.TextToSpeech, EngineKind.VoiceCloning, EngineKind.Music);
        network.AddTo(command);
        wallet.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            using ILoggerFactory loggers = Logging.Create(result.GetValue(CommonOptions.Debug) ? LogLevel.Debug : LogLevel.Information);
            Wallet named = wallet.Get(result);
            using Keypair hotkey = WalletKeys.Hotkey(named);
            using var engines = new OwnedEngines(MakeEngines(
                flags.Catalog(result),
                flags.NameOf(result, EngineKind.TextToSpeech, model),
                flags.NameOf(result, EngineKind.VoiceCloning, clone),
                flags.NameOf(result, EngineKind.Music, music)));
            await engines.LoadAsync(cancellationToken);
            await using SubtensorClient chain = await network.ConnectPatientlyAsync(result, loggers.CreateLogger("AudioSubnet.Miner"), cancellationToken);
            var defaults = new MinerOptions();
            var options = defaults with
            {
                Netuid = result.GetValue(network.Netuid),
                Axon = defaults.Axon with
                {
                    Address = ParseAddress(result.GetRequiredValue(address), "--axon.ip"),
                    Port = result.GetValue(port),
                    AllowLegacyNonce = result.GetValue(legacy),
                    RequireSignedBody = result.GetValue(signedBody),
                    ReplayTablePath = Path.Combine(named.Folder, $"{named.HotkeyName}.nonces"),
                },
                ExternalAddress = result.GetValue(externalAddress) is { } external ? ParseAddress(external, "--axon.external_ip") : null,
                ExternalPort = result.GetValue(externalPort),
                MinimumValidatorStake = Balance.FromTao(result.GetValue(minimumStake)),
                RequireValidatorPermit = result.GetValue(permit),
            };
            await using var miner = new MinerService(hotkey, chain, engines.Engines, options, loggers: loggers);
            await miner.RunAsync(cancellationToken);
            return ExitCode.Success;
        });
        return command;
    }

    private static MinerEngines MakeEngines(EngineCatalog catalog, string speech, string cloner, string music)
    {
        if (speech == NoEngine && cloner == NoEngine && music == NoEngine)
            throw new UserException("All three engines are 'none'; a miner needs at least one.");
        return new MinerEngines
        {
            Speech = speech == NoEngine ? null : catalog.CreateTextToSpeech(speech),
            Cloning = cloner == NoEngine ? null : catalog.CreateVoiceCloner(cloner),
            Music = music == NoEngine ? null : catalog.CreateMusicGenerator(music),
        };
    }

    private static IPAddress ParseAddress(string text, string option) =>
        IPAddress.TryParse(text, out IPAddress? address) ? address : throw new UserException($"{option} is '{text}', which is not an IP address.");
}
