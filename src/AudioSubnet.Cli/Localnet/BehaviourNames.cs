using System.Text;
using AudioSubnet.Cli.CommandLine;
using AudioSubnet.Miner.Adversaries;

namespace AudioSubnet.Cli.Localnet;

/// <summary>Names of behaviours on the command line and in the summary: "wrong-text" for <see cref="MinerBehaviour.WrongText"/>.</summary>
internal static class BehaviourNames
{
    /// <summary>Every misbehaviour, in the order of the enumeration.</summary>
    public static IReadOnlyList<MinerBehaviour> Adversaries { get; } = [.. Enum.GetValues<MinerBehaviour>().Where(value => value != MinerBehaviour.Honest)];

    public static string Of(MinerBehaviour behaviour)
    {
        var name = new StringBuilder();
        foreach (char letter in behaviour.ToString())
        {
            if (char.IsUpper(letter) && name.Length > 0)
                name.Append('-');
            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }

    /// <summary>Reads "all", or names with commas between them; a name may come more than once.</summary>
    /// <exception cref="UserException">A name is unknown.</exception>
    public static IReadOnlyList<MinerBehaviour> Parse(string list)
    {
        if (list.Trim() == "all")
            return Adversaries;
        return
        [
            .. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name =>
                Adversaries.Select(value => (MinerBehaviour?)value).FirstOrDefault(value => Of(value!.Value) == name)
                ?? throw new UserException($"'{name}' is no misbehaviour; choose from: {string.Join(", ", Adversaries.Select(Of))}, or all.")),
        ];
    }
}
