using System.Numerics;

namespace Bittensor.Scale.Metadata;

/// <summary>
/// Encodes a value by its type. Texts stand for what the type needs: hex for bytes, decimals for integers, SS58 for accounts, names for
/// variants.
/// </summary>
internal readonly struct ValueEncoder(TypeRegistry types, ScaleWriter writer)
{
    private const int MaxDepth = 256;

    /// <summary>Least and greatest value of each integer type, by its number.</summary>
    private static readonly (BigInteger Least, BigInteger Greatest)[] Ranges = [.. Enum.GetValues<ScalePrimitive>().Select(RangeOf)];

    public void Write(int id, ScaleValue value, string path, int depth)
    {
        if (depth > MaxDepth)
            throw new ScaleEncodingException(path, $"values are nested deeper than {MaxDepth}");
        TypeDefinition type = types[id];
        if (type.IsAccount())
        {
            writer.WriteAccountId(ValueTexts.Account(value) ?? throw Mismatch(id, value, path));
            return;
        }

        if (types.IsWideInteger(type))
        {
            WritePrimitive(id, ScalePrimitive.U256, value, path);
            return;
        }

        if (type.IsWrapper(out int inner))
        {
            if (type.Path is ["BTreeMap"] or ["BTreeSet"] && types[inner].Shape is SequenceShape sorted)
                WriteSorted(id, sorted.Element, value, isMap: type.Path[0] == "BTreeMap", path, depth);
            else
                Write(inner, value, path, depth + 1);
            return;
        }

        switch (type.Shape)
        {
            case PrimitiveShape primitive:
                WritePrimitive(id, primitive.Primitive, value, path);
                break;
            case CompactShape compact:
                WriteCompact(id, compact, value, path);
                break;
            case CompositeShape composite:
                WriteFields(id, composite.Fields, value, path, depth);
                break;
            case TupleShape tuple:
                WriteTuple(id, tuple, value, path, depth);
                break;
            case SequenceShape sequence when types.IsByte(sequence.Element) && ValueTexts.Bytes(value) is { } bytes:
                writer.WriteByteVector(bytes.Span);
                break;
            case SequenceShape sequence:
                IReadOnlyList<ScaleValue> elements = Elements(id, value, path);
                writer.WriteLength(elements.Count);
                WriteElements(sequence.Element, elements, path, depth);
                break;
            case ArrayShape array:
                WriteArray(id, array, value, path, depth);
                break;
            case VariantShape variants:
                WriteVariant(type, variants, value, path, depth);
                break;
            case BitSequenceShape bits:
                WriteBits(id, bits, value, path);
                break;
            default:
                throw new ScaleEncodingException(path, $"type {id} has no layout");
        }
    }

    private void WritePrimitive(int id, ScalePrimitive primitive, ScaleValue value, string path)
    {
        switch (primitive)
        {
            case ScalePrimitive.Bool:
                writer.WriteBool(value is ScaleBool flag ? flag.Value : throw Mismatch(id, value, path));
                break;
            case ScalePrimitive.Str:
                writer.WriteString(value is ScaleText text ? text.Value : throw Mismatch(id, value, path));
                break;
            case ScalePrimitive.Char:
                writer.WriteUInt32((uint)(ValueTexts.Character(value) ?? throw Mismatch(id, value, path)).Value);
                break;
            default:
                writer.WriteInteger(Number(id, primitive, value, path), primitive.Bytes(), primitive.IsSigned());
                break;
        }
    }

    private void WriteCompact(int id, CompactShape compact, ScaleValue value, string path)
    {
        if (types.CompactOf(compact.Inner) is not { } primitive)
            return;
        ScaleValue inner = value is ScaleComposite { Fields: [var only] } ? only.Value : value;
        writer.WriteCompact(Number(id, primitive, inner, path));
    }

    private BigInteger Number(int id, ScalePrimitive primitive, ScaleValue value, string path)
    {
        BigInteger number = ValueTexts.Number(value) ?? throw Mismatch(id, value, path);
        (BigInteger least, BigInteger greatest) = Ranges[(int)primitive];
        return number >= least && number <= greatest
            ? number
            : throw new ScaleEncodingException(path, $"{number} does not fit {types.NameOf(id)} ({least} to {greatest})");
    }

    private void WriteFields(int id, IReadOnlyList<TypeField> fields, ScaleValue value, string path, int depth)
    {
        if (value is ScaleComposite composite)
        {
            string names = string.Join(", ", fields.Select(f => f.Name));
            foreach ((string name, _) in composite.Fields)
                if (!fields.Any(field => field.Name == name))
                    throw new ScaleEncodingException(path, $"{types.NameOf(id)} has no field '{name}'; it has {names}");
            foreach (TypeField field in fields)
            {
                ScaleValue? part = composite.Field(field.Name ?? "");
                if (part is null && !types.MayBeNull(field.Type))
                    throw new ScaleEncodingException(path, $"the field '{field.Name}' of {types.NameOf(id)} is missing");
                Write(field.Type, part ?? ScaleValue.Null, Join(path, field.Name), depth + 1);
            }

            return;
        }

        IReadOnlyList<ScaleValue> values = fields.Count == 0 && value.IsNull ? [] : Elements(id, value, path);
        if (values.Count != fields.Count)
            throw new ScaleEncodingException(path, $"{types.NameOf(id)} has {fields.Count} fields, {values.Count} values are given");
        for (int i = 0; i < fields.Count; i++)
            Write(fields[i].Type, values[i], Join(path, fields[i].Name ?? $"{i}"), depth + 1);
    }

    private void WriteTuple(int id, TupleShape tuple, ScaleValue value, string path, int depth)
    {
        IReadOnlyList<ScaleValue> values = tuple.Elements.Count == 0 && value.IsNull ? [] : Elements(id, value, path);
        int count = tuple.Elements.Count;
        if (values.Count != count)
            throw new ScaleEncodingException(path, $"{types.NameOf(id)} has {count} elements, {values.Count} values are given");
        for (int i = 0; i < values.Count; i++)
            Write(tuple.Elements[i], values[i], $"{path}[{i}]", depth + 1);
    }

    private void WriteArray(int id, ArrayShape array, ScaleValue value, string path, int depth)
    {
        ReadOnlyMemory<byte>? bytes = types.IsByte(array.Element) ? ValueTexts.Bytes(value) : null;
        IReadOnlyList<ScaleValue> elements = bytes is null ? Elements(id, value, path) : [];
        int count = bytes?.Length ?? elements.Count;
        if (count != array.Length)
            throw new ScaleEncodingException(path, $"{types.NameOf(id)} has {array.Length} elements, {count} are given");
        if (bytes is { } data)
            writer.WriteBytes(data.Span);
        else
            WriteElements(array.Element, elements, path, depth);
    }

    private void WriteElements(int element, IReadOnlyList<ScaleValue> elements, string path, int depth)
    {
        for (int i = 0; i < elements.Count; i++)
        {
            try
            {
                Write(element, elements[i], "", depth + 1);
            }
            catch (ScaleEncodingException exception)
            {
                // The place is put together only when it is needed: most vectors are long and right.
                string point = exception.Path is "" or ['[', ..] ? "" : ".";
                throw new ScaleEncodingException($"{path}[{i}]{point}{exception.Path}", exception.Problem);
            }
        }
    }

    /// <summary>Maps and sets are ordered by key, whatever order the caller has them in.</summary>
    private void WriteSorted(int id, int element, ScaleValue value, bool isMap, string path, int depth)
    {
        // A dictionary by text came as the fields of a struct.
        IReadOnlyList<ScaleValue> elements = isMap && value is ScaleComposite byName
            ? [.. byName.Fields.Select(f => new ScaleSequence([new ScaleText(f.Key), f.Value]))]
            : Elements(id, value, path);
        var entries = new List<(ScaleValue Key, byte[] Bytes)>(elements.Count);
        for (int i = 0; i < elements.Count; i++)
        {
            using var entry = new ScaleWriter();
            new ValueEncoder(types, entry).Write(element, elements[i], $"{path}[{i}]", depth + 1);
            ScaleValue decoded = types.Decode(element, entry.Written);
            entries.Add((isMap ? decoded[0] : decoded, entry.ToArray()));
        }

        entries.Sort((left, right) => ScaleOrder.Compare(left.Key, right.Key));
        for (int i = 1; i < entries.Count; i++)
            if (ScaleOrder.Compare(entries[i - 1].Key, entries[i].Key) == 0)
                throw new ScaleEncodingException(path, $"{types.NameOf(id)} holds {entries[i].Key} twice");
        writer.WriteLength(entries.Count);
        foreach ((_, byte[] bytes) in entries)
            writer.WriteBytes(bytes);
    }

    private void WriteVariant(TypeDefinition type, VariantShape variants, ScaleValue value, string path, int depth)
    {
        if (type.IsOption(out TypeVariant some))
        {
            WriteOption(some.Fields[0].Type, value, path, depth);
            return;
        }

        (string? name, ScaleValue fields) = value switch
        {
            ScaleVariant variant => (variant.Name, variant.Value),
            ScaleText text when variants.Find(text.Value) is not null => (text.Value, ScaleValue.Null),
            ScaleComposite { Fields: [var only] } => (only.Key, only.Value),
            // An account where an address is wanted: the usual kind of address.
            _ when type.Name == "MultiAddress" && ValueTexts.Account(value) is { } account => ("Id", new ScaleAccount(account)),
            _ => (null, value),
        };
        if (name is null)
        {
            if (ValueTexts.Bytes(value) is { } encoded && type.Name == "RuntimeCall")
                WriteEncoded(type.Id, encoded.Span, path);
            else
                throw Mismatch(type.Id, value, path);
            return;
        }

        if (variants.Find(name) is not { } chosen)
        {
            string names = string.Join(", ", variants.Variants.Select(v => v.Name).Take(40));
            throw new ScaleEncodingException(path, $"{types.NameOf(type.Id)} has no variant '{name}'; it has {names}");
        }

        writer.WriteByte(chosen.Index);
        if (chosen.Fields is [{ Name: null } single])
            Write(single.Type, fields, Join(path, name), depth + 1);
        else
            WriteFields(type.Id, chosen.Fields, fields, Join(path, name), depth);
    }

    private void WriteOption(int inner, ScaleValue value, string path, int depth)
    {
        ScaleValue? content = value.IsNull ? null : value;
        if (types.MayBeNull(inner))
        {
            // Only here does "there is nothing" have two meanings, and the variant is named.
            content = value switch
            {
                ScaleVariant { Name: "Some" } some => some.Value,
                ScaleVariant { Name: "None" } => null,
                ScaleComposite { Fields: [{ Key: "Some" } some] } => some.Value,
                ScaleText { Value: "Some" } => ScaleValue.Null,
                _ => content,
            };
        }

        writer.WriteOption(content is not null);
        if (content is not null)
            Write(inner, content, path, depth + 1);
    }

    /// <summary>A call that is encoded already, inside a batch for example. It is taken only if it is a call from end to end.</summary>
    private void WriteEncoded(int id, ReadOnlySpan<byte> encoded, string path)
    {
        try
        {
            types.Decode(id, encoded);
        }
        catch (ScaleException exception)
        {
            throw new ScaleEncodingException(path, $"these bytes are no {types.NameOf(id)}: {exception.Message}");
        }

        writer.WriteBytes(encoded);
    }

    private void WriteBits(int id, BitSequenceShape shape, ScaleValue value, string path)
    {
        (int wordBytes, bool lowestFirst) = BitLayout.Of(types, shape);
        if (value is not ScaleText { Value: var bits } || bits.AsSpan().ContainsAnyExcept('0', '1'))
            throw Mismatch(id, value, path);
        byte[] data = new byte[(bits.Length + (8 * wordBytes) - 1) / (8 * wordBytes) * wordBytes];
        for (int i = 0; i < bits.Length; i++)
            if (bits[i] == '1')
                data[BitLayout.ByteOf(i, wordBytes, lowestFirst)] |= BitLayout.MaskOf(i, lowestFirst);
        writer.WriteLength(bits.Length);
        writer.WriteBytes(data);
    }

    private IReadOnlyList<ScaleValue> Elements(int id, ScaleValue value, string path) =>
        value is ScaleSequence or ScaleBytes ? value.Items : throw Mismatch(id, value, path);

    private ScaleEncodingException Mismatch(int id, ScaleValue value, string path)
    {
        string text = value.ToString();
        string given = text.Length > 100 ? text[..100] + "…" : text;
        return new ScaleEncodingException(path, $"{types.NameOf(id)} is wanted, {given} is given");
    }

    private static (BigInteger Least, BigInteger Greatest) RangeOf(ScalePrimitive primitive)
    {
        if (primitive.Bytes() == 0)
            return (0, 0);
        BigInteger greatest = (BigInteger.One << ((8 * primitive.Bytes()) - (primitive.IsSigned() ? 1 : 0))) - 1;
        return (primitive.IsSigned() ? -greatest - 1 : 0, greatest);
    }

    private static string Join(string path, string? name) => path.Length == 0 ? name ?? "" : $"{path}.{name}";
}
