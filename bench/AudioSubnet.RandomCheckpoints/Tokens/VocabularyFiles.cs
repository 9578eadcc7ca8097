using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AudioSubnet.RandomCheckpoints.Tokens;

/// <summary>Writes the tokenizer files of each family: character vocabularies as they are, the large ones filled up to the published size.</summary>
internal static class VocabularyFiles
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    public static void WriteVits(string folder, Settings config)
    {
        string characters = "_ '-–abcdefghijklmnopqrstuvwxyz0123456789"[..config.Int("vocab_size", 38)];
        WriteVocabulary(folder, characters.Select(character => character.ToString()));
        WriteJson(folder, "tokenizer_config.json", """
            { "tokenizer_class": "VitsTokenizer", "add_blank": true, "is_uroman": false, "language": "eng", "normalize": true, "pad_token": "_", "phonemize": false, "unk_token": "<unk>" }
            """);
        WriteJson(folder, "special_tokens_map.json", """{ "pad_token": "_", "unk_token": "<unk>" }""");
        WriteJson(folder, "added_tokens.json", new JsonObject { ["<unk>"] = characters.Length });
    }

    public static void WriteSpeechT5(string folder, Settings config)
    {
        const string Characters = "▁abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,.'-\";:?!()&";
        SentencePieceFile.Write(Path.Combine(folder, "spm_char.model"), SentencePieceFile.Character, ["<s>", "<pad>", "</s>", "<unk>"], Characters.Select(character => character.ToString()));
        int size = config.Int("vocab_size", 81);
        WriteJson(folder, "added_tokens.json", new JsonObject { ["<ctc_blank>"] = size - 1, ["<mask>"] = size - 2 });
        WriteJson(folder, "tokenizer_config.json", """
            { "tokenizer_class": "SpeechT5Tokenizer", "bos_token": "<s>", "eos_token": "</s>", "mask_token": "<mask>", "model_max_length": 600, "normalize": false, "pad_token": "<pad>", "unk_token": "<unk>" }
            """);
        WriteJson(folder, "special_tokens_map.json", """{ "bos_token": "<s>", "eos_token": "</s>", "mask_token": "<mask>", "pad_token": "<pad>", "unk_token": "<unk>" }""");
        WriteJson(folder, "preprocessor_config.json", """
            { "feature_extractor_type": "SpeechT5FeatureExtractor", "do_normalize": false, "feature_size": 1, "fmax": 7600, "fmin": 80, "hop_length": 16, "mel_floor": 1e-10,
              "num_mel_bins": 80, "padding_side": "right", "padding_value": 0.0, "reduction_factor": 2, "return_attention_mask": true, "sampling_rate": 16000, "win_function": "hann_window", "win_length": 64 }
            """);
        WriteJson(folder, "generation_config.json", """{ "bos_token_id": 0, "decoder_start_token_id": 2, "eos_token_id": 2, "pad_token_id": 1 }""");
    }

    public static void WriteCtc(string folder, Settings config)
    {
        WriteVocabulary(folder, ["<pad>", "<s>", "</s>", "<unk>", "|", .. "ETAONIHSRDLUMWCFGYPBVK'XJQZ".Select(character => character.ToString())]);
        WriteJson(folder, "tokenizer_config.json", """
            { "tokenizer_class": "Wav2Vec2CTCTokenizer", "bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>", "word_delimiter_token": "|", "do_lower_case": false }
            """);
        WriteJson(folder, "special_tokens_map.json", """{ "bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>" }""");
        WriteFeatureExtractor(folder, config);
    }

    public static void WriteFeatureExtractor(string folder, Settings config) => WriteJson(folder, "preprocessor_config.json", new JsonObject
    {
        ["feature_extractor_type"] = "Wav2Vec2FeatureExtractor",
        ["do_normalize"] = true,
        ["feature_size"] = 1,
        ["padding_side"] = "right",
        ["padding_value"] = 0.0,
        ["return_attention_mask"] = config.Int("xvector_output_dim", 0) != 0,
        ["sampling_rate"] = 16000,
    });

    public static void WriteCodec(string folder, Settings config) => WriteJson(folder, "preprocessor_config.json", new JsonObject
    {
        ["feature_extractor_type"] = "EncodecFeatureExtractor",
        ["feature_size"] = 1,
        ["padding_side"] = config.Int("sampling_rate", 24000) == 32000 ? "left" : "right",
        ["padding_value"] = 0.0,
        ["return_attention_mask"] = true,
        ["sampling_rate"] = config.Int("sampling_rate", 24000),
    });

    public static void WriteBark(string folder, Settings config)
    {
        // 119,547 pieces of bert-base-multilingual-cased: specials at its ids, then made-up ones.
        IEnumerable<string> pieces =
        [
            "[PAD]", .. Enumerable.Range(1, 99).Select(i => $"[unused{i}]"), "[UNK]", "[CLS]", "[SEP]", "[MASK]",
            .. FillerWords.Ascii().Skip(1), .. FillerWords.Ascii().Skip(1).Select(character => "##" + character),
        ];
        pieces = pieces.Concat(FillerWords.All().SelectMany(word => (string[])[word, "##" + word])).Take(119_547);
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), pieces);
        WriteJson(folder, "tokenizer_config.json", """
            { "tokenizer_class": "BertTokenizer", "do_lower_case": false, "cls_token": "[CLS]", "mask_token": "[MASK]", "model_max_length": 512, "pad_token": "[PAD]", "sep_token": "[SEP]", "tokenize_chinese_chars": true, "unk_token": "[UNK]" }
            """);
        WriteJson(folder, "special_tokens_map.json", """{ "cls_token": "[CLS]", "mask_token": "[MASK]", "pad_token": "[PAD]", "sep_token": "[SEP]", "unk_token": "[UNK]" }""");
        WriteJson(folder, "generation_config.json", """
            {
              "model_type": "bark", "sample_rate": 24000, "codebook_size": 1024,
              "semantic_config": { "do_sample": true, "temperature": 1.0, "renormalize_logits": true, "eos_token_id": 10000, "max_new_tokens": 768, "semantic_pad_token": 10000, "semantic_vocab_size": 10000,
                "text_encoding_offset": 10048, "text_pad_token": 129595, "semantic_infer_token": 129599, "max_input_semantic_length": 256, "semantic_rate_hz": 49.9 },
              "coarse_acoustics_config": { "do_sample": true, "temperature": 1.0, "renormalize_logits": true, "coarse_semantic_pad_token": 12048, "coarse_rate_hz": 75, "n_coarse_codebooks": 2,
                "coarse_infer_token": 12050, "max_coarse_input_length": 256, "max_coarse_history": 630, "sliding_window_len": 60 },
              "fine_acoustics_config": { "do_sample": false, "temperature": 1.0, "max_fine_history_length": 512, "max_fine_input_length": 1024, "n_fine_codebooks": 8 }
            }
            """);
    }

    public static void WriteMusicGen(string folder, Settings config)
    {
        const int Pieces = 32_000;
        IEnumerable<string> pieces = FillerWords.Ascii().Skip(1).Prepend("▁")
            .Concat(FillerWords.Ascii().Skip(1).Select(character => "▁" + character))
            .Concat(FillerWords.All().SelectMany(word => (string[])["▁" + word, word]));
        SentencePieceFile.Write(Path.Combine(folder, "spiece.model"), SentencePieceFile.Unigram, ["<pad>", "</s>", "<unk>"], pieces.Take(Pieces - 3));
        WriteJson(folder, "tokenizer_config.json", """
            { "tokenizer_class": "T5Tokenizer", "eos_token": "</s>", "extra_ids": 100, "model_max_length": 512, "pad_token": "<pad>", "unk_token": "<unk>" }
            """);
        WriteJson(folder, "special_tokens_map.json", """{ "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>" }""");
        var added = new JsonObject();
        for (int i = 99; i >= 0; i--)
            added[$"<extra_id_{i}>"] = Pieces + 99 - i;
        WriteJson(folder, "added_tokens.json", added);
        WriteJson(folder, "generation_config.json", """
            { "bos_token_id": 2048, "decoder_start_token_id": 2048, "do_sample": true, "guidance_scale": 3.0, "max_length": 1500, "pad_token_id": 2048 }
            """);
        WriteCodec(folder, config.Nested("audio_encoder"));
    }

    public static void WriteClap(string folder, Settings config)
    {
        int size = config.Nested("text_config").Int("vocab_size", 50_265);
        // The byte alphabet of GPT-2: printable bytes stand for themselves, the others for code points from 256 on, so that space is Ġ.
        int next = 256;
        string[] bytes = [.. Enumerable.Range(0, 256).Select(code => (code is >= '!' and <= '~' or >= 0xA1 and <= 0xAC or >= 0xAE ? (char)code : (char)next++).ToString())];
        var merges = FillerWords.All().SelectMany(word => (string[])[$"{word[..^1]} {word[^1]}", $"Ġ{word[..^2]} {word[^2]}"]).Distinct(StringComparer.Ordinal).Take(size - 256 - 5).ToList();
        WriteVocabulary(folder, ["<s>", "<pad>", "</s>", "<unk>", .. bytes, .. merges.Select(merge => merge.Replace(" ", "", StringComparison.Ordinal)), "<mask>"]);
        File.WriteAllLines(Path.Combine(folder, "merges.txt"), merges.Prepend("#version: 0.2"));
        WriteJson(folder, "tokenizer_config.json", """
            { "tokenizer_class": "RobertaTokenizer", "add_prefix_space": false, "bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "mask_token": "<mask>", "model_max_length": 512,
              "pad_token": "<pad>", "sep_token": "</s>", "unk_token": "<unk>" }
            """);
        WriteJson(folder, "special_tokens_map.json", """
            { "bos_token": "<s>", "cls_token": "<s>", "eos_token": "</s>", "mask_token": "<mask>", "pad_token": "<pad>", "sep_token": "</s>", "unk_token": "<unk>" }
            """);
        WriteJson(folder, "preprocessor_config.json", """
            { "feature_extractor_type": "ClapFeatureExtractor", "feature_size": 64, "fft_window_size": 1024, "frequency_max": 14000, "frequency_min": 50, "hop_length": 480, "max_length_s": 10,
              "nb_frequency_bins": 513, "nb_max_samples": 480000, "padding": "repeatpad", "padding_side": "right", "padding_value": 0.0, "return_attention_mask": false, "sampling_rate": 48000,
              "top_db": null, "truncation": "rand_trunc" }
            """);
    }

    public static void WriteNothing(string folder, Settings config)
    {
    }

    private static void WriteVocabulary(string folder, IEnumerable<string> tokens)
    {
        var vocabulary = new JsonObject();
        foreach (string token in tokens)
            vocabulary.Add(token, vocabulary.Count);
        WriteJson(folder, "vocab.json", vocabulary);
    }

    private static void WriteJson(string folder, string name, string json) => WriteJson(folder, name, JsonNode.Parse(json)!.AsObject());

    private static void WriteJson(string folder, string name, JsonObject json) => File.WriteAllText(Path.Combine(folder, name), json.ToJsonString(Plain));
}
