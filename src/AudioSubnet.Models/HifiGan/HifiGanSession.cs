using AudioSubnet.Inference.Runtime;

namespace AudioSubnet.Models.HifiGan;

/// <summary>
/// Runs a generator piece by piece: each piece of frames is given with as many neighbours as its samples depend on, so the pieces are exactly the parts of the whole. Memory
/// does not grow with the length, the first samples come early, and a request can be cancelled in between. Thread-safe.
/// </summary>
/// <param name="session">Has an input "frames" [batch, frames, width] and an output "waveform" [batch, frames · hop].</param>
/// <param name="config">The generator's shape.</param>
internal sealed class HifiGanSession(ModelSession session, HifiGanConfig config) : IDisposable
{
    /// <summary>Frames of a piece, without its neighbours.</summary>
    internal const int PieceFrames = 512;

    /// <summary>The waveforms of whole spectrograms.</summary>
    /// <param name="frames">[batch, frames, width], row-major.</param>
    /// <param name="batch">Number of rows.</param>
    /// <param name="width">Channels of a frame.</param>
    /// <param name="otherInputs">Further inputs, the same for all pieces.</param>
    /// <param name="cancellationToken">Stops within a piece.</param>
    /// <returns>[batch, frames · hop], row-major.</returns>
    public float[] Run(float[] frames, int batch, int width, (string Name, TensorValue Value)[] otherInputs, CancellationToken cancellationToken)
    {
        int count = frames.Length / batch / width, start = 0;
        float[] waveform = new float[batch * count * config.HopLength];
        foreach (float[] piece in Stream(frames, batch, width, otherInputs, PieceFrames, cancellationToken))
        {
            int samples = piece.Length / batch;
            for (int row = 0; row < batch; row++)
                piece.AsSpan(row * samples, samples).CopyTo(waveform.AsSpan(row * count * config.HopLength + start));
            start += samples;
        }

        return waveform;
    }

    /// <summary>The same, piece by piece: [batch, samples of the piece].</summary>
    public IEnumerable<float[]> Stream(
        float[] frames, int batch, int width, (string Name, TensorValue Value)[] otherInputs, int pieceFrames, CancellationToken cancellationToken)
    {
        int count = frames.Length / batch / width, context = config.ContextFrames, hop = config.HopLength;
        for (int start = 0; start < count; start += pieceFrames)
        {
            int end = Math.Min(count, start + pieceFrames), first = Math.Max(0, start - context), last = Math.Min(count, end + context);
            float[] input = new float[batch * (last - first) * width];
            for (int row = 0; row < batch; row++)
                frames.AsSpan((row * count + first) * width, (last - first) * width).CopyTo(input.AsSpan(row * (last - first) * width));

            using TensorValue value = TensorValue.From(input, batch, last - first, width);
            using SessionOutputs outputs = session.Run([("frames", value), .. otherInputs], cancellationToken);
            ReadOnlySpan<float> waveform = outputs["waveform"].Floats;
            float[] piece = new float[batch * (end - start) * hop];
            for (int row = 0; row < batch; row++)
                waveform.Slice((row * (last - first) + start - first) * hop, (end - start) * hop).CopyTo(piece.AsSpan(row * (end - start) * hop));
            yield return piece;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();
}
