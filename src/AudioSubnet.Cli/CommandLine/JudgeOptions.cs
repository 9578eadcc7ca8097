using System.CommandLine;
using AudioSubnet.Scoring;
using AudioSubnet.Scoring.Judges;

namespace AudioSubnet.Cli.CommandLine;

/// <summary>Options that say who scores, and by which formulas; the same in each command that scores.</summary>
internal sealed class JudgeOptions
{
    private readonly Option<string> _profile = new("--profile")
    {
        Description = "Formulas: 'default', or 'classic' as the existing network computes.",
        DefaultValueFactory = _ => "default",
    };

    private readonly Option<string> _judges = new("--judges")
    {
        Description = "'auto': neural judges where their weights are (models pull), measurements elsewhere; 'builtin': only what needs no download.",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<bool> _permissive;

    /// <summary>Makes the options.</summary>
    /// <param name="permissive">The option of a command that runs engines as well; null for one of its own.</param>
    public JudgeOptions(Option<bool>? permissive = null)
    {
        _permissive = permissive ?? new("--permissive-only") { Description = "Score without judges whose weights may not be used commercially." };
        _profile.AcceptOnlyFromAmong("default", "classic");
        _judges.AcceptOnlyFromAmong("auto", "builtin");
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_profile);
        command.Add(_judges);
        if (!command.Options.Contains(_permissive))
            command.Add(_permissive);
    }

    /// <summary>What the command line says.</summary>
    public ScoringOptions Get(ParseResult result) => new()
    {
        Profile = result.GetRequiredValue(_profile) == "classic" ? ScoringProfile.Classic : ScoringProfile.Default,
        Judges = result.GetRequiredValue(_judges) == "builtin" ? JudgeSelection.Builtin : JudgeSelection.Auto,
        PermissiveOnly = result.GetValue(_permissive),
    };
}
