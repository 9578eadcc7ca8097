using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Graph;
using AudioSubnet.Inference.Kernels;
using AudioSubnet.Inference.Quantization;
using AudioSubnet.Inference.Runtime;
using AudioSubnet.Inference.Tests.Graph;

namespace AudioSubnet.Inference.Tests.Runtime;

public sealed class DecoderTests
{
    public static TheoryData<Precision, bool, int, int, int, int, int> Sequences()
    {
        TheoryData<Precision, bool, int, int, int, int, int> sequences = [];
        foreach ((Precision precision, bool ownKernels) in ((Precision, bool)[])
            [(Precision.Float32, true), (Precision.Int8, true), (Precision.Float32, false), (Precision.Int4, false)])
            foreach ((int batch, int heads, int size, int prompt, int total) in ((int, int, int, int, int)[])
                [(1, 2, 8, 1, 20), (2, 4, 16, 5, 30), (1, 3, 12, 7, 12), (2, 1, 5, 3, 9), (1, 16, 64, 1, 80), (1, 2, 64, 290, 310)])
                sequences.Add(precision, ownKernels, batch, heads, size, prompt, total);
        sequences.Add(Precision.Int8, true, 1, 1, 300, 5, 9); // wider than our kernel takes
        return sequences;
    }

    [Theory]
    [MemberData(nameof(Sequences))]
    public void The_cache_gives_what_full_attention_gives(Precision precision, bool ownKernels, int batch, int heads, int size, int prompt, int total)
    {
        Assert.SkipUnless(KernelSupport.IsAvailable || !ownKernels, "this processor has no AVX-512");
        // Keys and values up to 1 are rounded to 8 bits by our kernels, and to float16's 11 bits beside weights of 4 bits by ONNX Runtime.
        double tolerance = precision switch { Precision.Float32 => 1e-6, Precision.Int8 => 1e-2, _ => 3e-3 };
        int width = heads * size;
        float[] q = GraphRun.Values(batch * total * width, 1), k = GraphRun.Values(batch * total * width, 2), v = GraphRun.Values(batch * total * width, 3);
        using ModelSession session = Attention(heads, size, new() { Precision = precision, OwnKernels = ownKernels });
        using DecoderState state = new(session, batch, capacity: total + 3);
        using (SessionOutputs first = state.Prefill(
            [("q", Part(q, 0, prompt)), ("k", Part(k, 0, prompt)), ("v", Part(v, 0, prompt))], prompt, TestContext.Current.CancellationToken))
            AreClose(0, prompt, first["y"].Floats);

        // A second piece of several positions goes on where the first ended.
        if (batch == 1 && prompt + 2 < total)
        {
            using SessionOutputs second = state.Prefill(
                [("q", Part(q, prompt, 2)), ("k", Part(k, prompt, 2)), ("v", Part(v, prompt, 2))], 2, TestContext.Current.CancellationToken);
            AreClose(prompt, 2, second["y"].Floats);
        }

        using DecoderStep step = state.CreateStep();
        TensorValue stepQ = step.Input("q", TensorType.Float32, batch, 1, width), stepK = step.Input("k", TensorType.Float32, batch, 1, width);
        TensorValue stepV = step.Input("v", TensorType.Float32, batch, 1, width), y = step.Output("y", TensorType.Float32, batch, 1, width);
        for (int t = state.Position; t < total; t++)
        {
            Part(q, t, 1).Floats.CopyTo(stepQ.Floats);
            Part(k, t, 1).Floats.CopyTo(stepK.Floats);
            Part(v, t, 1).Floats.CopyTo(stepV.Floats);
            step.Run(TestContext.Current.CancellationToken);
            AreClose(t, 1, y.Floats);
        }

        Assert.Equal(total, state.Position);

        TensorValue Part(float[] source, int start, int length)
        {
            float[] part = new float[batch * length * width];
            for (int b = 0; b < batch; b++)
                source.AsSpan((b * total + start) * width, length * width).CopyTo(part.AsSpan(b * length * width));
            return TensorValue.From(part, batch, length, width);
        }

        void AreClose(int start, int length, ReadOnlySpan<float> actual)
        {
            for (int b = 0; b < batch; b++)
                for (int t = start; t < start + length; t++)
                    for (int h = 0; h < heads; h++)
                    {
                        double[] expected = Attend(q, k, v, b, t, h, total, width, size);
                        for (int i = 0; i < size; i++)
                            Assert.Equal(expected[i], actual[(b * length + t - start) * width + h * size + i], tolerance);
                    }
        }
    }

    [Theory]
    [InlineData(Precision.Float32, true)]
    [InlineData(Precision.Int8, true)]
    [InlineData(Precision.Float32, false)]
    public void A_step_allocates_no_managed_memory(Precision precision, bool ownKernels)
    {
        Assert.SkipUnless(KernelSupport.IsAvailable || !ownKernels, "this processor has no AVX-512");
        using ModelSession session = Attention(4, 16, new() { Precision = precision, OwnKernels = ownKernels });
        using DecoderState state = new(session, batch: 2, capacity: 200);
        using DecoderStep step = state.CreateStep();
        foreach (string input in (string[])["q", "k", "v"])
            GraphRun.Values(2 * 64).CopyTo(step.Input(input, TensorType.Float32, 2, 1, 64).Floats);
        TensorValue y = step.Output("y", TensorType.Float32, 2, 1, 64);
        for (int i = 0; i < 50; i++)
            step.Run(TestContext.Current.CancellationToken);

        float sum = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            step.Run(TestContext.Current.CancellationToken);
            sum += y.Floats[0];
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocated);
        Assert.True(float.IsFinite(sum));
    }

    [Fact]
    public void A_generation_stops_at_its_capacity_and_on_cancellation()
    {
        using ModelSession session = Attention(1, 8);
        using DecoderState state = new(session, batch: 1, capacity: 2);
        using DecoderStep step = state.CreateStep();
        foreach (string input in (string[])["q", "k", "v"])
            step.Input(input, TensorType.Float32, 1, 1, 8);
        step.Run(TestContext.Current.CancellationToken);
        Assert.Throws<OperationCanceledException>(() => step.Run(new CancellationToken(canceled: true)));
        Assert.Equal(1, state.Position);
        step.Run(TestContext.Current.CancellationToken);
        InvalidOperationException full = Assert.Throws<InvalidOperationException>(() => step.Run(TestContext.Current.CancellationToken));
        Assert.Contains("room for 2 positions", full.Message, StringComparison.Ordinal);
        state.Rewind(0);
        step.Run(TestContext.Current.CancellationToken);
        Assert.Equal(1, state.Position);
    }

    [Fact]
    public void What_is_remembered_beside_quantised_weights_takes_little_more_than_a_byte_a_number()
    {
        Assert.SkipUnless(KernelSupport.IsAvailable, "this processor has no AVX-512");
        foreach ((Precision precision, int bytesOfPosition) in ((Precision, int)[])[(Precision.Float32, 2 * 64 * 4), (Precision.Int8, 2 * (64 + 4)), (Precision.Int4, 2 * (64 + 4))])
        {
            using ModelSession session = Attention(3, 64, new() { Precision = precision });
            using DecoderState state = new(session, batch: 2, capacity: 100);
            Assert.Equal(2 * 3 * 112 * bytesOfPosition, state.BufferBytes); // whole blocks of 16 positions
        }
    }

    [Theory]
    [InlineData(Precision.Float32, true)]
    [InlineData(Precision.Int8, true)]
    [InlineData(Precision.Float32, false)]
    public void A_sequence_goes_on_from_where_it_is_rewound_to(Precision precision, bool ownKernels)
    {
        Assert.SkipUnless(KernelSupport.IsAvailable || !ownKernels, "this processor has no AVX-512");
        using ModelSession session = Attention(2, 8, new() { Precision = precision, OwnKernels = ownKernels });
        using DecoderState state = new(session, batch: 1, capacity: 40), other = new(session, batch: 1, capacity: 40);
        float[] common = Run(state, 1, 20);
        Run(state, 2, 15);
        Assert.Equal(common, Run(other, 1, 20));
        state.Rewind(20);
        Assert.Equal(Run(other, 3, 20), Run(state, 3, 20));

        static float[] Run(DecoderState state, int seed, int length)
        {
            TensorValue x = TensorValue.From(GraphRun.Values(length * 16, seed), 1, length, 16);
            using SessionOutputs outputs = state.Prefill([("q", x), ("k", x), ("v", x)], length, TestContext.Current.CancellationToken);
            return outputs["y"].Floats.ToArray();
        }
    }

    [Fact]
    public async Task Generations_on_one_session_do_not_disturb_each_other()
    {
        using ModelSession session = Attention(6, 32, new() { Precision = Precision.Int8 });
        float[][] alone = [.. Enumerable.Range(0, 4).Select(seed => Generate(seed))];
        float[][] together = await Task.WhenAll(Enumerable.Range(0, 4).Select(seed => Task.Run(() => Generate(seed), TestContext.Current.CancellationToken)));
        for (int i = 0; i < alone.Length; i++)
            Assert.Equal(alone[i], together[i]);

        float[] Generate(int seed)
        {
            using DecoderState state = new(session, batch: 1, capacity: 330);
            using DecoderStep step = state.CreateStep();
            TensorValue[] inputs = [.. ((string[])["q", "k", "v"]).Select(name => step.Input(name, TensorType.Float32, 1, 1, 192))];
            TensorValue y = step.Output("y", TensorType.Float32, 1, 1, 192);
            for (int i = 0; i < 330; i++)
            {
                foreach (TensorValue input in inputs)
                    GraphRun.Values(192, 1000 * seed + i).CopyTo(input.Floats);
                step.Run(TestContext.Current.CancellationToken);
            }

            return y.Floats.ToArray();
        }
    }

    [Fact]
    public void Positions_continue_where_the_last_run_ended()
    {
        using GraphBuilder graph = new("decoder");
        Tensor x = graph.Input("x", TensorType.Float32, "batch", "time", 8);
        KeyValueCache cache = new(graph);
        graph.Output("y", cache.Attend(x, x, x, 1, 8));
        graph.Output("positions", cache.Positions(x));
        using ModelSession session = ModelSession.Create(graph.Build());
        using DecoderState state = new(session, batch: 1, capacity: 10);
        using SessionOutputs first = state.Prefill([("x", TensorValue.Zeros(TensorType.Float32, 1, 3, 8))], 3, TestContext.Current.CancellationToken);
        Assert.Equal([0L, 1, 2], first["positions"].Longs.ToArray());
        using SessionOutputs second = state.Prefill([("x", TensorValue.Zeros(TensorType.Float32, 1, 2, 8))], 2, TestContext.Current.CancellationToken);
        Assert.Equal([3L, 4], second["positions"].Longs.ToArray());
    }

    private static ModelSession Attention(int heads, int size, WeightOptions? weights = null)
    {
        using GraphBuilder graph = new("decoder");
        Tensor q = graph.Input("q", TensorType.Float32, "batch", "time", heads * size);
        Tensor k = graph.Input("k", TensorType.Float32, "batch", "time", heads * size);
        Tensor v = graph.Input("v", TensorType.Float32, "batch", "time", heads * size);
        graph.Output("y", new KeyValueCache(graph, weights).Attend(q, k, v, heads, size));
        return ModelSession.Create(graph.Build());
    }

    private static double[] Attend(float[] q, float[] k, float[] v, int b, int t, int h, int total, int width, int size)
    {
        double[] scores = new double[t + 1];
        for (int s = 0; s <= t; s++)
            for (int i = 0; i < size; i++)
                scores[s] += (double)q[(b * total + t) * width + h * size + i] * k[(b * total + s) * width + h * size + i] / Math.Sqrt(size);
        double max = scores.Max(), sum = scores.Sum(score => Math.Exp(score - max));
        double[] result = new double[size];
        for (int s = 0; s <= t; s++)
            for (int i = 0; i < size; i++)
                result[i] += Math.Exp(scores[s] - max) / sum * v[(b * total + s) * width + h * size + i];
        return result;
    }
}
