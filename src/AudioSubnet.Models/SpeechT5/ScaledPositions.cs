using AudioSubnet.Inference.Graph;

namespace AudioSubnet.Models.SpeechT5;

/// <summary>Sinusoids of the position, sines and cosines in turn (Vaswani et al. 2017), times a factor that was learnt.</summary>
internal static class ScaledPositions
{
    /// <summary>Adds them.</summary>
    /// <param name="s">Where "alpha" is.</param>
    /// <param name="x">[B, T, width].</param>
    /// <param name="positions">int64 [T].</param>
    /// <param name="width">Even.</param>
    /// <param name="count">Positions that there can be.</param>
    public static Tensor Add(Scope s, Tensor x, Tensor positions, int width, int count)
    {
        Tensor table = s.ComputedWeight("sinusoids", [count, width], values =>
        {
            // Angles are rounded to float as the reference rounds them: far positions would differ visibly otherwise.
            for (int i = 0; i < width; i += 2)
            {
                float frequency = MathF.Exp(i * (float)-(Math.Log(10000) / width));
                for (int position = 0; position < count; position++)
                {
                    (double sine, double cosine) = Math.SinCos(position * frequency);
                    values[position * width + i] = (float)sine;
                    values[position * width + i + 1] = (float)cosine;
                }
            }
        });
        return x + s.Weight("alpha") * table.Gather(positions);
    }
}
