using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Models.EnCodec;
using AudioSubnet.Models.Tests.Golden;

namespace AudioSubnet.Models.Tests.EnCodec;

public sealed class EncodecModelTests
{
    public static IEnumerable<TheoryDataRow<string>> Checkpoints => GoldenCase.Of("encodec", "case_decode.safetensors");

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Long_audio_is_decoded_in_pieces_without_seams(string file)
    {
        string folder = Path.GetDirectoryName(file)!;
        using EncodecModel model = EncodecModel.Open(folder);
        EncodecCodes codes = RandomCodes(model.Config, frames: 1700);
        float[] pieces = model.Decode(codes, TestContext.Current.CancellationToken);

        using Checkpoint checkpoint = Checkpoint.Open(folder);
        using ModelSession front = ModelSession.Create(EncodecDecoder.BuildFront(checkpoint, "", model.Config));
        using ModelSession back = ModelSession.Create(EncodecDecoder.BuildBack(checkpoint, "", model.Config));
        using TensorValue input = TensorValue.From(codes.Values, 1, codes.Codebooks, codes.Frames);
        using SessionOutputs features = front.Run([("audio_codes", input)], TestContext.Current.CancellationToken);
        using SessionOutputs whole = back.Run([("features", features["features"])], TestContext.Current.CancellationToken);
        GoldenCase.ShouldMatch(whole["audio_values"].Floats, pieces, 1e-5f);
        pieces.Max().ShouldBeGreaterThan(pieces.Min());
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Any_length_is_encoded_and_decoded_to_whole_frames(string file)
    {
        using EncodecModel model = EncodecModel.Open(Path.GetDirectoryName(file)!);
        int hop = model.Config.HopLength;
        foreach (int samples in (int[])[1, 7, hop - 1, hop, hop + 1, 6 * hop + 3])
        {
            EncodecCodes codes = model.Encode([.. Enumerable.Range(0, samples).Select(i => 0.1f * MathF.Sin(i))], cancellationToken: TestContext.Current.CancellationToken);
            codes.Frames.ShouldBe((samples + hop - 1) / hop);
            float[] decoded = model.Decode(codes, TestContext.Current.CancellationToken);
            decoded.Length.ShouldBe(codes.Frames * hop);
            decoded.ShouldAllBe(value => float.IsFinite(value));
        }
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void Codes_that_cannot_be_are_refused(string file)
    {
        using EncodecModel model = EncodecModel.Open(Path.GetDirectoryName(file)!);
        Should.Throw<ArgumentException>(() => model.Encode([]));
        Should.Throw<ArgumentException>(() => model.Decode(new EncodecCodes([], 1, 0)));
        Should.Throw<ArgumentException>(() => model.Decode(new EncodecCodes([model.Config.CodebookSize], 1, 1))).Message.ShouldContain("outside");
        Should.Throw<ArgumentException>(() => model.Decode(new EncodecCodes(new long[100], 100, 1))).Message.ShouldContain("100 codebooks");
    }

    private static EncodecCodes RandomCodes(EncodecConfig config, int frames)
    {
        Random random = new(1);
        return new([.. Enumerable.Range(0, config.CodebookCount * frames).Select(_ => (long)random.Next(config.CodebookSize))], config.CodebookCount, frames);
    }
}
