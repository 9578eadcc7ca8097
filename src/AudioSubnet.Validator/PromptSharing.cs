namespace AudioSubnet.Validator;

/// <summary>Who gets which prompt within a round.</summary>
public enum PromptSharing
{
    /// <summary>Each miner gets a prompt (and voice) of its own, so another miner's answer is an answer to another question.</summary>
    PerMiner,

    /// <summary>All miners of a round get the same prompt and voice, so they are compared on equal terms; identical answers count as
    /// copies.</summary>
    PerRound,
}
