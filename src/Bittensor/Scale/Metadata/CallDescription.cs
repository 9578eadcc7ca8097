namespace Bittensor.Scale.Metadata;

/// <summary>A call of a pallet: its indices and arguments, and how to encode it. Immutable and thread-safe.</summary>
public sealed class CallDescription
{
    private readonly TypeVariant _variant;
    private readonly TypeRegistry _types;

    internal CallDescription(Pallet pallet, TypeVariant variant, TypeRegistry types)
    {
        Pallet = pallet;
        _variant = variant;
        _types = types;
    }

    /// <summary>The pallet it belongs to.</summary>
    public Pallet Pallet { get; }

    /// <summary>Its name.</summary>
    public string Name => _variant.Name;

    /// <summary>Its index within the pallet: the second byte when encoded.</summary>
    public byte Index => _variant.Index;

    /// <summary>Its arguments in order.</summary>
    public IReadOnlyList<TypeField> Arguments => _variant.Fields;

    /// <summary>Documentation, a string a line.</summary>
    public IReadOnlyList<string> Docs => _variant.Docs;

    /// <summary>Encodes the call; see <see cref="RuntimeMetadata.EncodeCall"/>.</summary>
    /// <exception cref="ScaleEncodingException">An argument is missing or does not fit; the message names it.</exception>
    public byte[] Encode(params IReadOnlyList<object?> arguments)
    {
        using var writer = new ScaleWriter();
        Encode(writer, arguments);
        return writer.ToArray();
    }

    /// <summary>Encodes the call behind what the writer holds; see <see cref="RuntimeMetadata.EncodeCall"/>.</summary>
    /// <exception cref="ScaleEncodingException">An argument is missing or does not fit; the message names it.</exception>
    public void Encode(ScaleWriter writer, params IReadOnlyList<object?> arguments)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(arguments);
        string path = $"{Pallet.Name}.{Name}";
        writer.WriteByte(Pallet.Index);
        writer.WriteByte(Index);
        if (arguments is [IEnumerable<KeyValuePair<string, object?>> or ScaleComposite] && !IsStruct(Arguments))
        {
            EncodeByName(writer, (ScaleComposite)ScaleValue.From(arguments[0]), path);
            return;
        }

        if (Arguments.Count == 0 && arguments is [null or ScaleNull])
            return;
        if (arguments.Count != Arguments.Count)
            throw new ScaleEncodingException(path, $"takes {Arguments.Count} arguments ({Names}), {arguments.Count} are given");
        for (int i = 0; i < Arguments.Count; i++)
            _types.Encode(writer, Arguments[i].Type, arguments[i], $"{path}, argument {Arguments[i].Name}");
    }

    private string Names => string.Join(", ", Arguments.Select(a => $"{a.Name}: {_types.NameOf(a.Type)}"));

    private bool IsStruct(IReadOnlyList<TypeField> arguments) =>
        arguments is [var only] && _types[only.Type].Shape is CompositeShape { Fields: [{ Name: not null }, ..] };

    private void EncodeByName(ScaleWriter writer, ScaleComposite arguments, string path)
    {
        foreach ((string name, _) in arguments.Fields)
            if (!Arguments.Any(argument => argument.Name == name))
                throw new ScaleEncodingException(path, $"has no argument '{name}'; it takes {Names}");
        foreach (TypeField argument in Arguments)
        {
            ScaleValue? value = arguments.Field(argument.Name ?? "");
            if (value is null && !_types.MayBeNull(argument.Type))
                throw new ScaleEncodingException(path, $"the argument '{argument.Name}' is missing; it takes {Names}");
            _types.Encode(writer, argument.Type, value, $"{path}, argument {argument.Name}");
        }
    }
}
