namespace AudioSubnet.Inference.Hub;

/// <summary>How far a pull is. Reports come a few times a second and once at the end.</summary>
/// <param name="File">The file that grew last, relative to its repository.</param>
/// <param name="BytesDone">Bytes that are on disk, those of earlier runs included.</param>
/// <param name="BytesTotal">Bytes of all files together.</param>
/// <param name="BytesPerSecond">Speed of the last seconds; 0 while nothing comes.</param>
/// <param name="WaitsForAnother">True while another process downloads the file and this one waits for it.</param>
public sealed record HubProgress(string File, long BytesDone, long BytesTotal, double BytesPerSecond, bool WaitsForAnother)
{
    /// <summary>Time left at the present speed; null while it is not known.</summary>
    public TimeSpan? TimeLeft => BytesPerSecond > 0 && (BytesTotal - BytesDone) / BytesPerSecond is var seconds && seconds < TimeSpan.MaxValue.TotalSeconds
        ? TimeSpan.FromSeconds(seconds)
        : null;
}
