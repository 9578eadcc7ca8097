using System.Diagnostics;
using System.Globalization;
using AudioSubnet.RandomCheckpoints;

// Checkpoints in the official layout and full size with random weights: what they say is noise, how long they take is real.
//   dotnet run -c Release --project bench/AudioSubnet.RandomCheckpoints -- <family> <folder> [--seed 1]
var arguments = args.ToList();
int seed = 1;
if (arguments.IndexOf("--seed") is >= 0 and int at && at + 1 < arguments.Count)
{
    seed = int.Parse(arguments[at + 1], CultureInfo.InvariantCulture);
    arguments.RemoveRange(at, 2);
}

if (arguments.Count != 2 || CheckpointFamily.All.FirstOrDefault(known => known.Name == arguments[0]) is not { } family)
{
    await Console.Error.WriteLineAsync("Give a family and a folder:");
    foreach (CheckpointFamily known in CheckpointFamily.All)
        await Console.Error.WriteLineAsync($"  {known.Name,-18} as {known.Stands}");
    return 2;
}

long started = Stopwatch.GetTimestamp();
long weights = family.Write(arguments[1], seed);
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"{arguments[1]}: {weights / 1e6:0.0} M random weights as {family.Stands}, in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s"));
return 0;
