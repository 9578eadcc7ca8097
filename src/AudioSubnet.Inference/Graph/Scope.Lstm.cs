using System.Globalization;

namespace AudioSubnet.Inference.Graph;

/// <content>Recurrent layers.</content>
public readonly partial struct Scope
{
    /// <summary>
    /// Long short-term memory in one or more layers, starting from zero states, with PyTorch's parameters "weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"
    /// and so on; "_reverse" of them makes it bidirectional. The number of layers is what the checkpoint holds.
    /// </summary>
    /// <param name="name">Name of the layer below the prefix.</param>
    /// <param name="x">[batch, time, in].</param>
    /// <returns>[batch, time, directions · hidden].</returns>
    public Tensor Lstm(string name, Tensor x)
    {
        Scope layers = this[name];
        Tensor sequence = x.Transpose(0, 1);
        for (int layer = 0; ; layer++)
        {
            string suffix = string.Create(CultureInfo.InvariantCulture, $"_l{layer}");
            if (layer > 0 && !layers.Has("weight_ih" + suffix))
                return sequence.Transpose(0, 1);
            string[] directions = layers.Has("weight_ih" + suffix + "_reverse") ? [suffix, suffix + "_reverse"] : [suffix];
            long hidden = layers.Stored("weight_hh" + suffix).Shape[^1];
            Tensor inputWeights = layers.Gates("weight_ih", directions, hidden);
            Tensor stateWeights = layers.Gates("weight_hh", directions, hidden);
            Tensor[] inputs = layers.Has("bias_ih" + suffix)
                ? [sequence, inputWeights, stateWeights, layers.GateBiases(directions, hidden)]
                : [sequence, inputWeights, stateWeights];

            // The result is [time, directions, batch, hidden].
            Tensor result = Builder.Node(
                "LSTM", inputs, ("hidden_size", hidden), ("direction", directions.Length == 2 ? "bidirectional" : "forward")).As(rank: 4);
            sequence = result.Permute(0, 2, 1, 3).Reshape(0, 0, -1);
        }
    }

    /// <summary>[directions, 4 · hidden, in], the gates in ONNX's order.</summary>
    private Tensor Gates(string parameter, string[] directions, long hidden)
    {
        Scope scope = this;
        long width = Stored(parameter + directions[0]).Shape[^1];
        return ComputedWeight(parameter + directions[0] + ".gates", [directions.Length, 4 * hidden, width], destination =>
        {
            int size = destination.Length / directions.Length;
            for (int i = 0; i < directions.Length; i++)
                ReorderGates(scope.Stored(parameter + directions[i]).ToFloats(), destination.Slice(i * size, size));
        });
    }

    /// <summary>[directions, 8 · hidden]: biases of the input, then of the state.</summary>
    private Tensor GateBiases(string[] directions, long hidden)
    {
        Scope scope = this;
        return ComputedWeight("bias" + directions[0] + ".gates", [directions.Length, 8 * hidden], destination =>
        {
            int size = destination.Length / directions.Length / 2;
            for (int i = 0; i < directions.Length; i++)
            {
                ReorderGates(scope.Stored("bias_ih" + directions[i]).ToFloats(), destination.Slice(2 * i * size, size));
                ReorderGates(scope.Stored("bias_hh" + directions[i]).ToFloats(), destination.Slice((2 * i + 1) * size, size));
            }
        });
    }

    /// <summary>PyTorch's gates are input, forget, cell, output; ONNX's input, output, forget, cell.</summary>
    private static void ReorderGates(ReadOnlySpan<float> source, Span<float> destination)
    {
        int size = source.Length / 4;
        source[..size].CopyTo(destination);
        source.Slice(3 * size, size).CopyTo(destination[size..]);
        source.Slice(size, size).CopyTo(destination[(2 * size)..]);
        source.Slice(2 * size, size).CopyTo(destination[(3 * size)..]);
    }
}
