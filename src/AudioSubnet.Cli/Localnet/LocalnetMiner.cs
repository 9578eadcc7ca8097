using AudioSubnet.Miner;
using AudioSubnet.Miner.Adversaries;
using Bittensor.Crypto;

namespace AudioSubnet.Cli.Localnet;

/// <summary>A miner that runs in this process.</summary>
/// <param name="Uid">Its uid on the subnet.</param>
/// <param name="Hotkey">Its hotkey.</param>
/// <param name="Engine">Name of its speech engine.</param>
/// <param name="Behaviour">How it behaves.</param>
/// <param name="Service">The running service.</param>
internal sealed record LocalnetMiner(ushort Uid, Keypair Hotkey, string Engine, MinerBehaviour Behaviour, MinerService Service);
