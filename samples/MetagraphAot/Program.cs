// Prints a subnet's neurons. Usage: metagraph [network or endpoint] [netuid]
//   metagraph finney 1
//   metagraph ws://127.0.0.1:9944 1
using System.Globalization;
using Bittensor.Chain;
using Bittensor.Chain.Rpc;

string network = args.Length > 0 ? args[0] : "local";
if (!ushort.TryParse(args.Length > 1 ? args[1] : "1", NumberStyles.None, CultureInfo.InvariantCulture, out ushort netuid))
{
    await Console.Error.WriteLineAsync("The netuid must be a number from 0 to 65535.");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

try
{
    await using var subtensor = SubtensorClient.Connect(network);
    Metagraph metagraph = await subtensor.GetMetagraphAsync(netuid, stop.Token);
    Console.WriteLine($"Subnet {metagraph.Netuid} at block {metagraph.Block}: {metagraph.Neurons.Count} neurons");
    foreach (NeuronInfo neuron in metagraph.Neurons)
    {
        string axon = neuron.Axon.IsServing ? $"{neuron.Axon.Address}:{neuron.Axon.Port}" : "-";
        Console.WriteLine($"{neuron.Uid,5}  {neuron.Hotkey}  stake {neuron.Stake}  incentive {neuron.Incentive:0.000}  axon {axon}");
    }

    return 0;
}
catch (Exception failure) when (failure is ChainException or ChainUnavailableException or FormatException)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
