using System.CommandLine;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>Finds the name that a mistyped word probably meant.</summary>
internal static class Suggestion
{
    /// <summary>The nearest name of an option or subcommand, or null if none is near.</summary>
    public static string? For(string word, Command command)
    {
        string typed = word.Split('=', ':')[0];
        bool option = typed.StartsWith('-');
        IEnumerable<string> names = option
            ? Options(command).SelectMany(candidate => candidate.Aliases.Prepend(candidate.Name))
            : command.Subcommands.Where(candidate => !candidate.Hidden).Select(candidate => candidate.Name);
        var nearest = names.Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, Distance: Distance(typed, name)))
            .OrderBy(candidate => candidate.Distance)
            .FirstOrDefault();
        return nearest.Name is { } found && nearest.Distance <= Math.Max(1, typed.TrimStart('-').Length / 3) ? found : null;
    }

    private static IEnumerable<Option> Options(Command command)
    {
        IEnumerable<Option> inherited = command.Parents.OfType<Command>().SelectMany(Options).Where(option => option.Recursive);
        return command.Options.Concat(inherited).Where(option => !option.Hidden);
    }

    /// <summary>Letters to add, drop, change or swap (optimal string alignment), case aside.</summary>
    private static int Distance(string from, string to)
    {
        var cost = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
            for (int j = 0; j <= to.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                int change = char.ToLowerInvariant(from[i - 1]) == char.ToLowerInvariant(to[j - 1]) ? 0 : 1;
                cost[i, j] = Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }

        return cost[from.Length, to.Length];
    }
}
