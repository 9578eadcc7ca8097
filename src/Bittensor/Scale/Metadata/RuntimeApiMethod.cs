namespace Bittensor.Scale.Metadata;

/// <summary>A method of a runtime API: how to encode its parameters and decode its answer. Immutable and thread-safe.</summary>
public sealed class RuntimeApiMethod
{
    private readonly TypeRegistry _types;

    internal RuntimeApiMethod(string api, RuntimeApiMethodMetadata description, TypeRegistry types)
    {
        StateCall = $"{api}_{description.Name}";
        Description = description;
        _types = types;
    }

    /// <summary>The method as the metadata describes it.</summary>
    public RuntimeApiMethodMetadata Description { get; }

    /// <summary>Its name for <c>state_call</c>.</summary>
    public string StateCall { get; }

    /// <summary>Encodes the parameters, in order.</summary>
    /// <exception cref="ScaleEncodingException">A parameter is missing or does not fit; the message names it.</exception>
    public byte[] EncodeInputs(params IReadOnlyList<object?> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != Description.Inputs.Count)
            throw new ScaleEncodingException(StateCall, $"takes {Description.Inputs.Count} parameters, {inputs.Count} are given");
        using var writer = new ScaleWriter();
        for (int i = 0; i < inputs.Count; i++)
            _types.Encode(writer, Description.Inputs[i].Type, inputs[i], $"{StateCall}, parameter {Description.Inputs[i].Name}");
        return writer.ToArray();
    }

    /// <summary>Decodes the parameters, as a node receives them.</summary>
    /// <exception cref="ScaleException">The bytes are not these parameters.</exception>
    public IReadOnlyList<ScaleValue> DecodeInputs(ReadOnlySpan<byte> bytes)
    {
        var reader = new ScaleReader(bytes);
        var inputs = new ScaleValue[Description.Inputs.Count];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = _types.Decode(Description.Inputs[i].Type, ref reader);
        reader.ExpectEnd();
        return inputs;
    }

    /// <summary>Decodes the answer.</summary>
    /// <exception cref="ScaleException">The bytes are not of the answer's type.</exception>
    public ScaleValue DecodeOutput(ReadOnlySpan<byte> bytes) => _types.Decode(Description.Output, bytes);

    /// <summary>Encodes an answer, as a node gives it.</summary>
    /// <exception cref="ScaleEncodingException">The answer's type cannot hold the value.</exception>
    public byte[] EncodeOutput(object? value) => _types.Encode(Description.Output, value);
}
