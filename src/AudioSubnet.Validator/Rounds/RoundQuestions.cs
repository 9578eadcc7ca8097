using AudioSubnet.Validator.Events;
using AudioSubnet.Validator.Prompts;
using AudioSubnet.Validator.State;
using AudioSubnet.Validator.Voices;
using Bittensor.Chain;

namespace AudioSubnet.Validator.Rounds;

/// <summary>Chooses who is asked what in a round.</summary>
internal sealed class RoundQuestions(ValidatorOptions options, IPromptSource prompts, IVoiceSource voices, ValidatorEvents events)
{
    private const string VoicePool = "voices";

    /// <summary>The questions of a round, and the state with their choice marked as drawn.</summary>
    /// <exception cref="PromptSourceException">There are no prompts or no usable voices.</exception>
    public async Task<(IReadOnlyList<MinerQuestion> Questions, RoundState After)> ChooseAsync(
        IReadOnlyList<NeuronInfo> candidates, RoundState state, Random random, CancellationToken cancellationToken)
    {
        AudioService service = state.NextService;
        string minerPool = $"miners/{service.ShortName()}", promptPool = $"prompts/{service.ShortName()}";

        var byHotkey = candidates.ToDictionary(neuron => neuron.Hotkey.ToString(), StringComparer.Ordinal);
        FairDraw miners = FairDraw.Take(
            byHotkey.Keys, state.DrawnFrom(minerPool), Math.Min(options.MinersPerRound, candidates.Count), random);
        state = state.WithDrawn(minerPool, miners.Used);

        int count = options.PromptSharing == PromptSharing.PerMiner ? miners.Picked.Count : 1;
        FairDraw texts = FairDraw.Take(
            await prompts.GetPromptsAsync(service, cancellationToken), state.DrawnFrom(promptPool), count, random);
        state = state.WithDrawn(promptPool, texts.Used);

        var references = new List<VoiceReference>();
        if (service == AudioService.VoiceClone)
            (references, state) = await DrawVoicesAsync(state, count, random, cancellationToken);

        MinerQuestion[] questions =
        [
            .. miners.Picked.Select((hotkey, i) => new MinerQuestion(
                byHotkey[hotkey], texts.Picked[i % count], references.Count == 0 ? null : references[i % count])),
        ];
        return ([.. questions.OrderBy(question => question.Miner.Uid)], state);
    }

    private async Task<(List<VoiceReference> Voices, RoundState After)> DrawVoicesAsync(
        RoundState state, int count, Random random, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = await voices.GetNamesAsync(cancellationToken);
        var references = new List<VoiceReference>();
        int unusable = 0;
        while (references.Count < count)
        {
            FairDraw draw = FairDraw.Take(names, state.DrawnFrom(VoicePool), 1, random);
            state = state.WithDrawn(VoicePool, draw.Used);
            try
            {
                references.Add(await voices.ReadAsync(draw.Picked[0], cancellationToken));
                unusable = 0;
            }
            catch (PromptSourceException fault)
            {
                events.Problem("voices", fault.Message);
                if (++unusable > names.Count)
                    throw new PromptSourceException(
                        $"None of the {names.Count} voice recordings can be used. The last one: {fault.Message}", fault);
            }
        }

        return (references, state);
    }
}
