using System.Text;

namespace Bittensor.Scale.Metadata;

/// <summary>The types of a runtime: decodes bytes to values and encodes values to bytes by type id. Immutable and thread-safe.</summary>
public sealed class TypeRegistry
{
    private readonly TypeDefinition[] _types;
    private readonly bool[] _empty;

    /// <summary>
    /// Checks that every reference is in range, that no type contains itself without end, and that compact and bit types can be what
    /// they say.
    /// </summary>
    /// <exception cref="FormatException">The types are not sound; the message names the first that is not.</exception>
    public TypeRegistry(IEnumerable<TypeDefinition> types)
    {
        _types = [.. types];
        _empty = TypeChecks.Check(_types);
        foreach (TypeDefinition type in _types)
        {
            if (type.Shape is CompactShape compact)
                this.CompactOf(compact.Inner);
            else if (type.Shape is BitSequenceShape bits)
                BitLayout.Of(this, bits);
        }
    }

    /// <summary>How many types there are; ids go from 0 to one less.</summary>
    public int Count => _types.Length;

    /// <summary>All types, by position.</summary>
    public IReadOnlyList<TypeDefinition> Types => _types;

    /// <summary>A type by id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such id.</exception>
    public TypeDefinition this[int id] => (uint)id < (uint)_types.Length
        ? _types[id]
        : throw new ArgumentOutOfRangeException(nameof(id), id, $"There is no such type; the registry has {_types.Length}.");

    /// <summary>True if values of the type take no bytes.</summary>
    public bool IsEmpty(int id) => this[id] is { } type && _empty[type.Id];

    /// <summary>The type of that path, for example <c>sp_runtime::DispatchError</c>, or null.</summary>
    public TypeDefinition? Find(string path)
    {
        string[] parts = path.Split("::");
        return Array.Find(_types, type => type.Path.SequenceEqual(parts));
    }

    /// <summary>Decodes a value that fills the input.</summary>
    /// <exception cref="ScaleException">The bytes are not a value of this type, or something is left over.</exception>
    public ScaleValue Decode(int type, ReadOnlySpan<byte> bytes)
    {
        var reader = new ScaleReader(bytes);
        ScaleValue value = Decode(type, ref reader);
        reader.ExpectEnd();
        return value;
    }

    /// <summary>Decodes a value from where the reader is.</summary>
    /// <exception cref="ScaleException">The bytes are not a value of this type.</exception>
    public ScaleValue Decode(int type, ref ScaleReader reader) => new ValueDecoder(this, reader.Remaining).Read(ref reader, type);

    /// <summary>Passes over a value without building it: for readers that want some fields of a struct only.</summary>
    /// <exception cref="ScaleException">The bytes are not a value of this type, as far as that shows.</exception>
    public void Skip(int type, ref ScaleReader reader) => ValueSkipper.Skip(this, ref reader, type, depth: 0);

    /// <summary>
    /// Reads an unsigned integer of whatever width, compact or not, and through structs around it: runtimes differ in that.
    /// </summary>
    /// <exception cref="ScaleException">The type is none of these, or the value exceeds 128 bits.</exception>
    public UInt128 ReadUnsigned(int type, ref ScaleReader reader)
    {
        TypeDefinition definition = this[type];
        while (definition.IsWrapper(out int inner))
            definition = _types[inner];
        return definition.Shape switch
        {
            CompactShape => reader.ReadCompactUInt128(),
            PrimitiveShape { Primitive: >= ScalePrimitive.U8 and <= ScalePrimitive.U128 } primitive =>
                (UInt128)reader.ReadInteger(primitive.Primitive.Bytes(), signed: false),
            _ => throw reader.Fail($"an unsigned integer is wanted where the type is {NameOf(type)}"),
        };
    }

    /// <summary>Encodes a value: a <see cref="ScaleValue"/> or anything that <see cref="ScaleValue.From"/> takes.</summary>
    /// <exception cref="ScaleEncodingException">The type cannot hold the value; the message says where.</exception>
    public byte[] Encode(int type, object? value)
    {
        using var writer = new ScaleWriter();
        Encode(writer, type, value);
        return writer.ToArray();
    }

    /// <summary>Encodes a value behind what the writer holds.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="type">The type's id.</param>
    /// <param name="value">A <see cref="ScaleValue"/> or anything that <see cref="ScaleValue.From"/> takes.</param>
    /// <param name="path">Name of the value in messages.</param>
    /// <exception cref="ScaleEncodingException">The type cannot hold the value; the message says where.</exception>
    public void Encode(ScaleWriter writer, int type, object? value, string path = "")
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (value is ushort[] words && IsWordVector(type))
        {
            // Uids and weights, by the hundred.
            writer.WriteUInt16Vector(words);
            return;
        }

        ScaleValue scale;
        try
        {
            scale = ScaleValue.From(value);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new ScaleEncodingException(path, exception.Message);
        }

        new ValueEncoder(this, writer).Write(type, scale, path, depth: 0);
    }

    /// <summary>The type as Rust would spell it, for example <c>Vec&lt;(u16, AccountId32)&gt;</c>.</summary>
    public string NameOf(int id)
    {
        var text = new StringBuilder();
        AppendName(text, id, depth: 0);
        return text.ToString();
    }

    private bool IsWordVector(int type) =>
        this[type].Shape is SequenceShape sequence && _types[sequence.Element].Shape is PrimitiveShape { Primitive: ScalePrimitive.U16 };

    private void AppendName(StringBuilder text, int id, int depth)
    {
        TypeDefinition type = this[id];
        if (depth > 4 || text.Length > 200)
        {
            text.Append('…');
            return;
        }

        switch (type.Shape)
        {
            case PrimitiveShape primitive:
                text.Append(primitive.Primitive.ToString().ToLowerInvariant());
                break;
            case CompactShape compact:
                AppendList("Compact<", [compact.Inner], ">");
                break;
            case SequenceShape sequence:
                AppendList("Vec<", [sequence.Element], ">");
                break;
            case ArrayShape array:
                AppendList("[", [array.Element], $"; {array.Length}]");
                break;
            case TupleShape tuple:
                AppendList("(", tuple.Elements, ")");
                break;
            case BitSequenceShape:
                text.Append("BitVec");
                break;
            default:
                text.Append(type.Name ?? $"type {id}");
                if (type.Path.Count == 1 && type.Parameters.Count > 0)
                    AppendList("<", [.. type.Parameters.Select(p => p.Type).OfType<int>()], ">");
                break;
        }

        void AppendList(string open, IReadOnlyList<int> ids, string close)
        {
            text.Append(open);
            for (int i = 0; i < ids.Count && i < 16; i++)
            {
                if (i > 0)
                    text.Append(", ");
                AppendName(text, ids[i], depth + 1);
            }

            text.Append(close);
        }
    }
}
