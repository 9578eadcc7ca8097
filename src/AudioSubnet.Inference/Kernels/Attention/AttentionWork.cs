namespace AudioSubnet.Inference.Kernels.Attention;

/// <summary>One run of <see cref="CausalAttention"/>, as its threads see it.</summary>
internal unsafe struct AttentionWork
{
    /// <summary>[batch, time, heads · size].</summary>
    public float* Query;

    /// <summary>[batch, time, heads · size].</summary>
    public float* Key;

    /// <summary>[batch, time, heads · size].</summary>
    public float* Value;

    /// <summary>[batch, time, heads · size], which is written.</summary>
    public float* Output;

    /// <summary>The memory of all heads, [batch, heads, blocks, bytes of a block], to which the new keys and values are added.</summary>
    public byte* Memory;

    /// <summary>How the memory of a head is laid out.</summary>
    public KeyValueLayout Layout;

    /// <summary>Number of sequences.</summary>
    public int Batch;

    /// <summary>Number of new positions.</summary>
    public int Time;

    /// <summary>Number of heads.</summary>
    public int Heads;

    /// <summary>Number of blocks that the memory of a head has.</summary>
    public int Blocks;

    /// <summary>Number of positions that are remembered already.</summary>
    public int Past;

    /// <summary>Factor of the scores.</summary>
    public float Scale;

    /// <summary>Number of parts that the run is cut into, at best a divisor of batch · heads.</summary>
    public int Parts;
}
