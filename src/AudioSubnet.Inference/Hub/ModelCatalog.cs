namespace AudioSubnet.Inference.Hub;

/// <summary>The one place that knows which models there are, which of their files are needed, and under what terms they may be used.
/// Licences are those of the model cards and weight files.</summary>
/// <param name="models">The models.</param>
public sealed class ModelCatalog(IReadOnlyList<CatalogModel> models)
{
    private static readonly FileSelection BarkFiles = FileSelection.Model with
    {
        Optional = [.. FileSelection.Model.Optional, "speaker_embeddings/**"],
    };

    /// <summary>The models that this program can use.</summary>
    public static ModelCatalog Default { get; } = new(
    [
        Model("facebook/mms-tts-eng", ModelTask.TextToSpeech, ModelLicense.NonCommercial, "MMS-TTS (VITS), English; other languages: facebook/mms-tts-<code>"),
        Model("microsoft/speecht5_tts", ModelTask.TextToSpeech, ModelLicense.Mit, "SpeechT5, many voices by speaker embeddings") with { Needs = ["microsoft/speecht5_hifigan", "Matthijs/cmu-arctic-xvectors"] },
        Model("microsoft/speecht5_hifigan", ModelTask.Vocoder, ModelLicense.Mit, "HiFi-GAN, the vocoder of SpeechT5"),
        Model("Matthijs/cmu-arctic-xvectors", ModelTask.Voices, ModelLicense.Mit, "Speaker embeddings of CMU Arctic for SpeechT5") with
        {
            IsDataset = true,
            Files = new FileSelection { Required = ["spkrec-xvect.zip"] },
        },
        Model("suno/bark", ModelTask.TextToSpeech, ModelLicense.Mit, "Bark, expressive speech in many languages; presets by name") with { Files = BarkFiles },
        Model("suno/bark-small", ModelTask.TextToSpeech, ModelLicense.Mit, "Bark, a third of the size and several times as fast") with { Files = BarkFiles },
        Model("GitMylo/bark-voice-cloning", ModelTask.VoiceCloning, ModelLicense.Mit, "Voice cloning for Bark: speech units from a recording") with
        {
            Files = new FileSelection { Required = ["quantifier_hubert_base_ls960_14.pth"] },
            Needs = ["suno/bark-small", "facebook/hubert-base-ls960"],
        },
        Model("facebook/hubert-base-ls960", ModelTask.VoiceCloning, ModelLicense.Apache2, "HuBERT, the speech features that voice cloning for Bark needs"),
        Model("facebook/musicgen-small", ModelTask.MusicGeneration, ModelLicense.NonCommercial, "MusicGen, 300 M parameters"),
        Model("facebook/musicgen-medium", ModelTask.MusicGeneration, ModelLicense.NonCommercial, "MusicGen, 1.5 B parameters"),
        Model("facebook/musicgen-large", ModelTask.MusicGeneration, ModelLicense.NonCommercial, "MusicGen, 3.3 B parameters"),
        Model("facebook/wav2vec2-base-960h", ModelTask.SpeechRecognition, ModelLicense.Apache2, "wav2vec 2.0, English; word error rates"),
        Model("microsoft/wavlm-base-plus-sv", ModelTask.SpeakerVerification, ModelLicense.ShareAlike, "WavLM x-vectors; likeness of clones"),
        Model("laion/clap-htsat-unfused", ModelTask.AudioTextSimilarity, ModelLicense.Apache2, "CLAP, sounds and music; fit of music to its prompt"),
        Model("laion/larger_clap_music", ModelTask.AudioTextSimilarity, ModelLicense.Apache2, "CLAP trained on music; fit of music to its prompt"),
        new CatalogModel
        {
            Id = "nisqa",
            Task = ModelTask.SpeechQuality,
            License = ModelLicense.NonCommercialShareAlike,
            Description = "NISQA v2 (five dimensions) and NISQA-TTS (naturalness)",
            PinnedFiles =
            [
                GitHub("gabrielmittag/NISQA/b1f74030a069b616c8d71f92c211e44ba94a0fae/weights/nisqa.tar", 1_051_663, "7ec4cf937514dd3f8860b21e66fabd8ca87a168572675ef8d979c4c4ad2e805c"),
                GitHub("gabrielmittag/NISQA/b1f74030a069b616c8d71f92c211e44ba94a0fae/weights/nisqa_tts.tar", 1_237_159, "c556a954cd9536360b4fe6f524ad432816509cd22f436f345b281a7851360656"),
            ],
        },
        new CatalogModel
        {
            Id = "dnsmos",
            Task = ModelTask.SpeechQuality,
            License = ModelLicense.Mit,
            Description = "DNSMOS P.835: quality of speech, of background, overall",
            PinnedFiles =
            [
                GitHub("microsoft/DNS-Challenge/82f1b17e7776a43eee395d0f45bae8abb700ad00/DNSMOS/DNSMOS/sig_bak_ovr.onnx", 1_157_965, "269fbebdb513aa23cddfbb593542ecc540284a91849ac50516870e1ac78f6edd"),
                GitHub("microsoft/DNS-Challenge/e14b010991d9d85c27070b79e34028bc60d789d6/DNSMOS/DNSMOS/model_v8.onnx", 224_860, "9246480c58567bc6affd4200938e77eef49468c8bc7ed3776d109c07456f6e91"),
            ],
        },
        new CatalogModel
        {
            Id = "silero-vad",
            Task = ModelTask.VoiceActivity,
            License = ModelLicense.Mit,
            Description = "Silero VAD: where somebody speaks",
            PinnedFiles =
            [
                GitHub("snakers4/silero-vad/bfdc0193023f121ea5b3cc7b176dbed570a68a59/src/silero_vad/data/silero_vad.onnx", 2_327_524, "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3"),
            ],
        },
        Dataset("etechgrid/Prompts_for_Voice_cloning_and_TTS", ModelTask.Prompts, "Sentences for speech and voice cloning"),
        Dataset("etechgrid/prompts_for_TTM", ModelTask.Prompts, "Descriptions of music"),
        Dataset("etechgrid/28.5k_wavfiles_dataset", ModelTask.Voices, "Recordings of voices to clone"),
    ]);

    /// <summary>All of them, in the order of a list for people.</summary>
    public IReadOnlyList<CatalogModel> Models => models;

    /// <summary>Finds a model by its name, whatever its case and with or without <c>@revision</c>; null if it is not known.</summary>
    public CatalogModel? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string id = name.Split('@')[0];
        return models.FirstOrDefault(model => string.Equals(model.Id, id, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The terms of a model by its name. Fine-tuned MMS and MusicGen checkpoints of the same owners carry the same terms; of others
    /// nothing is known.</summary>
    public ModelLicense LicenseOf(string name)
    {
        if (Find(name) is { } known)
            return known.License;
        return name.StartsWith("facebook/mms-tts-", StringComparison.OrdinalIgnoreCase) || name.StartsWith("facebook/musicgen-", StringComparison.OrdinalIgnoreCase)
            ? ModelLicense.NonCommercial
            : ModelLicense.Unknown;
    }

    private static CatalogModel Model(string id, ModelTask task, ModelLicense license, string description) =>
        new() { Id = id, Task = task, License = license, Description = description };

    private static CatalogModel Dataset(string id, ModelTask task, string description) =>
        new() { Id = id, Task = task, License = ModelLicense.Unknown, Description = description, IsDataset = true, HasRows = true };

    private static PinnedFile GitHub(string path, long size, string sha256) =>
        new(path[(path.LastIndexOf('/') + 1)..], new Uri("https://raw.githubusercontent.com/" + path), size, sha256);
}
