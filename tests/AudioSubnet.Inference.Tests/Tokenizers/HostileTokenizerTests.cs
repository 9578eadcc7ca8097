using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Tests.Checkpoints;
using AudioSubnet.Inference.Tokenizers;

namespace AudioSubnet.Inference.Tests.Tokenizers;

[Trait("Area", "fuzz")]
public sealed class HostileTokenizerTests
{
    private static readonly string Letters = string.Join(",", ByteLevelWords.Letters.Select((letter, id) => $"{System.Text.Json.JsonSerializer.Serialize(letter)}:{id}"));

    [Theory]
    [InlineData("vocab.json", "{\"a\": -1}", "ids go from 0")]
    [InlineData("vocab.json", "{\"a\": 99999999999}", "not an integer")]
    [InlineData("vocab.json", "{\"a\": \"b\"}", "not an integer")]
    [InlineData("vocab.json", "[1, 2]", "not an object")]
    [InlineData("vocab.json", "{}", "empty")]
    [InlineData("vocab.json", "{\"a\": 1", "not the file it should be")]
    [InlineData("vocab.json", "\0\u0001\u0002", "not the file it should be")]
    [InlineData("tokenizer_config.json", "{\"added_tokens_decoder\": {\"x\": {\"content\": \"a\"}}}", "not the file it should be")]
    [InlineData("tokenizer_config.json", "{\"added_tokens_decoder\": {\"7\": {}}}", "not the file it should be")]
    [InlineData("tokenizer_config.json", "{\"added_tokens_decoder\": {\"7\": {\"content\": null}}}", "not the file it should be")]
    [InlineData("tokenizer_config.json", "{\"added_tokens_decoder\": {\"99999999999\": {\"content\": \"a\"}}}", "not the file it should be")]
    [InlineData("tokenizer_config.json", "{\"pad_token\": {\"content\": null}}", "not the file it should be")]
    [InlineData("tokenizer_config.json", "{\"added_tokens_decoder\": 3}", "not the file it should be")]
    [InlineData("tokenizer_config.json", "{\"is_uroman\": true}", "uroman")]
    [InlineData("tokenizer_config.json", "{\"phonemize\": true}", "phonemes")]
    [InlineData("added_tokens.json", "{\"\": 1}", "not the file it should be")]
    [InlineData("added_tokens.json", "{\"a\": -4}", "not the file it should be")]
    public void A_damaged_character_vocabulary_is_refused_with_its_file_and_reason(string name, string content, string reason)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["vocab.json"], "{\"a\": 1, \"k\": 0}");
        File.WriteAllText(folder[name], content);
        string message = Should.Throw<CheckpointException>(() => VitsTokenizer.FromFolder(folder.ToString())).Message;
        message.ShouldContain(reason);
        message.ShouldContain(folder.ToString());
    }

    [Fact]
    public void A_json_bomb_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["vocab.json"], string.Concat(Enumerable.Repeat("{\"a\":", 100_000)));
        Should.Throw<CheckpointException>(() => VitsTokenizer.FromFolder(folder.ToString()));
    }

    [Fact]
    public void A_vocabulary_too_large_to_be_one_is_refused_before_it_is_read()
    {
        using var folder = new TemporaryFolder();
        using (FileStream file = File.Create(folder["vocab.json"]))
            file.SetLength(TokenizerFiles.MaxBytes + 1);
        Should.Throw<CheckpointException>(() => VitsTokenizer.FromFolder(folder.ToString())).Message.ShouldContain("at most");
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var folder = new TemporaryFolder();
        foreach ((Func<string, ITextTokenizer> open, string name) in new (Func<string, ITextTokenizer>, string)[]
                 {
                     (VitsTokenizer.FromFolder, "vocab.json"), (CtcTokenizer.FromFolder, "vocab.json"), (RobertaTokenizer.FromFolder, "vocab.json"),
                     (WordPieceTokenizer.FromFolder, "vocab.txt"), (SentencePieceTokenizer.FromFolder, "spiece.model"),
                 })
            Should.Throw<CheckpointException>(() => open(folder.ToString())).Message.ShouldContain($"{name} is missing");
    }

    [Theory]
    [InlineData("a b c")]
    [InlineData("ab")]
    [InlineData(" b")]
    [InlineData("a b")] // "ab" is no token
    public void A_merge_that_makes_no_token_is_refused(string merge)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["vocab.json"], $"{{{Letters},\"<s>\":300,\"</s>\":301,\"<pad>\":302}}");
        File.WriteAllText(folder["merges.txt"], "#version: 0.2\n" + merge + "\n");
        Should.Throw<CheckpointException>(() => RobertaTokenizer.FromFolder(folder.ToString()));
    }

    [Fact]
    public void A_byte_level_vocabulary_without_all_bytes_is_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["vocab.json"], "{\"a\": 1}");
        Should.Throw<CheckpointException>(() => RobertaTokenizer.FromFolder(folder.ToString())).Message.ShouldContain("the vocabulary lacks");
    }

    [Fact]
    public void A_damaged_sentencepiece_model_is_refused_or_still_reads_any_text()
    {
        foreach (string kind in new[] { "spiece.model", "spm_char.model" })
        {
            string? source = GoldenTokens.Folders().Values.Concat(GoldenTokens.Files().Where(row => !string.IsNullOrEmpty(row.Data)).Select(row => Path.GetDirectoryName(row.Data)!))
                .Select(folder => Path.Combine(folder, kind)).FirstOrDefault(File.Exists);
            Assert.SkipUnless(source is not null, $"no {kind} in any golden folder");
            byte[] whole = File.ReadAllBytes(source);
            var random = new Random(7);
            using var folder = new TemporaryFolder();
            for (int round = 0; round < 150; round++)
            {
                byte[] damaged = [.. whole];
                if (round % 3 == 0)
                    damaged = damaged[..random.Next(damaged.Length)];
                for (int i = 0; i < random.Next(1, 40) && damaged.Length > 0; i++)
                    damaged[random.Next(round % 2 == 0 ? damaged.Length : Math.Min(damaged.Length, 4000))] = (byte)random.Next(256);
                File.WriteAllBytes(folder[kind], damaged);
                try
                {
                    SentencePieceTokenizer.FromFolder(folder.ToString()).Encode("Any text: ½ ﬁ 你好 😀 with\ttabs and\nlines.").ShouldNotBeEmpty();
                }
                catch (CheckpointException exception)
                {
                    exception.Message.ShouldContain(kind);
                }
            }
        }
    }
}
