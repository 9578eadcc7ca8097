using Bittensor.Crypto;

namespace AudioSubnet.Validator.Rounds;

/// <summary>Finds answers that are not the miner's own work.</summary>
/// <remarks>
/// Within a round, of answers that are the same clip one is the original: the one that fits its own question best (a copy of an answer to
/// another
/// prompt scores low), and of equals the one that came first. Against earlier rounds, the same clip given to another question is a replay.
/// The same clip for the same question in an earlier round proves nothing: engines without chance speak a sentence the same way every time.
/// </remarks>
internal static class CopyDetector
{
    /// <summary>Marks copies among answers that were scored.</summary>
    /// <param name="responses">The answers of a round.</param>
    /// <param name="references">Contours of the recordings sent along, by voice name.</param>
    /// <param name="earlier">Contours of earlier answers to the same service.</param>
    /// <returns>For the index of each copy, the reason in a sentence.</returns>
    public static IReadOnlyDictionary<int, string> Find(
        IReadOnlyList<MinerResponse> responses,
        IReadOnlyDictionary<string, byte[]> references,
        IReadOnlyList<(AccountId Hotkey, int Round, string Prompt, string? Voice, byte[] Contour)> earlier)
    {
        var copies = new Dictionary<int, string>();
        int[] byMerit =
        [
            .. Enumerable.Range(0, responses.Count)
                .Where(i => responses[i].Fingerprint is not null)
                .OrderByDescending(i => Math.Round(responses[i].Score?.Value ?? 0, 2))
                .ThenBy(i => responses[i].ProcessSeconds),
        ];
        for (int rank = 0; rank < byMerit.Length; rank++)
        {
            MinerResponse response = responses[byMerit[rank]];
            byte[] contour = response.Fingerprint!;
            if (response.Voice is { } voice && references.TryGetValue(voice, out byte[]? reference) && AudioContour.Same(contour, reference))
                copies[byMerit[rank]] = $"The audio is the recording of the voice '{voice}' itself, not a new sentence in that voice.";
            else if (byMerit.Take(rank).FirstOrDefault(i => AudioContour.Same(contour, responses[i].Fingerprint!), -1) is >= 0 and int original)
                copies[byMerit[rank]] =
                    $"The audio is the same as that of uid {responses[original].Uid}, which fits its question better or came first.";
            else if (earlier.FirstOrDefault(past => IsReplay(response, past.Prompt, past.Voice, past.Contour)) is { Contour: not null } source)
                copies[byMerit[rank]] =
                    $"The audio was given before, in round {source.Round} by {(source.Hotkey == response.Hotkey ? "the same miner" : $"hotkey {source.Hotkey}")}, to another question.";
        }

        return copies;
    }

    private static bool IsReplay(MinerResponse response, string prompt, string? voice, byte[] contour) =>
        (prompt != response.Prompt || voice != response.Voice) && AudioContour.Same(response.Fingerprint!, contour);
}
