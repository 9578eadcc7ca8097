using System.Globalization;
using System.Numerics;
using System.Text;
using Bittensor.Crypto;

namespace Bittensor.Scale.Metadata;

/// <summary>Encodes a value by its type. Texts stand for what the type needs: hex for bytes, decimals for integers, SS58 for accounts, names for variants.</summary>
internal readonly struct ValueEncoder(TypeRegistry types, ScaleWriter writer)
{
    private const int MaxDepth = 256;

    public void Write(int id, ScaleValue value, string path, int depth)
    {
        if (depth > MaxDepth)
            throw new ScaleEncodingException(path, $"values are nested deeper than {MaxDepth}");
        TypeDefinition type = types[id];
        if (type.IsAccount())
        {
            writer.WriteAccountId(Account(value) ?? throw Mismatch(id, value, path));
            return;
        }

        if (type.IsWrapper(out int inner))
        {
            if (type.Path is ["BTreeMap"] or ["BTreeSet"] && types[inner].Shape is SequenceShape sorted)
                WriteSorted(id, sorted.Element, Elements(id, value, path), isMap: type.Path[0] == "BTreeMap", path, depth);
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
            case SequenceShape sequence when types.IsByte(sequence.Element) && Bytes(value) is { } bytes:
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
                bool isRune = value is ScaleText { Value: var character } && Rune.DecodeFromUtf16(character, out _, out int used) == System.Buffers.OperationStatus.Done && used == character.Length;
                writer.WriteUInt32(isRune ? (uint)Rune.GetRuneAt(((ScaleText)value).Value, 0).Value : throw Mismatch(id, value, path));
                break;
            default:
                int bytes = primitive.Bytes();
                BigInteger number = Number(value) ?? throw Mismatch(id, value, path);
                BigInteger maximum = (BigInteger.One << ((8 * bytes) - (primitive.IsSigned() ? 1 : 0))) - 1;
                BigInteger minimum = primitive.IsSigned() ? -maximum - 1 : 0;
                if (number < minimum || number > maximum)
                    throw new ScaleEncodingException(path, $"{number} does not fit {types.NameOf(id)} ({minimum} to {maximum})");
                writer.WriteInteger(number, bytes, primitive.IsSigned());
                break;
        }
    }

    private void WriteCompact(int id, CompactShape compact, ScaleValue value, string path)
    {
        if (types.CompactOf(compact.Inner) is not { } primitive)
            return;
        ScaleValue inner = value is ScaleComposite { Fields: [var only] } ? only.Value : value;
        BigInteger number = Number(inner) ?? throw Mismatch(id, value, path);
        BigInteger maximum = (BigInteger.One << (8 * primitive.Bytes())) - 1;
        if (number < 0 || number > maximum)
            throw new ScaleEncodingException(path, $"{number} does not fit {types.NameOf(id)} (0 to {maximum})");
        writer.WriteCompact(number);
    }

    private void WriteFields(int id, IReadOnlyList<TypeField> fields, ScaleValue value, string path, int depth)
    {
        if (value is ScaleComposite composite)
        {
            foreach ((string name, _) in composite.Fields)
                if (!fields.Any(field => field.Name == name))
                    throw new ScaleEncodingException(path, $"{types.NameOf(id)} has no field '{name}'; it has {string.Join(", ", fields.Select(f => f.Name))}");
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
        if (values.Count != tuple.Elements.Count)
            throw new ScaleEncodingException(path, $"{types.NameOf(id)} has {tuple.Elements.Count} elements, {values.Count} values are given");
        for (int i = 0; i < values.Count; i++)
            Write(tuple.Elements[i], values[i], $"{path}[{i}]", depth + 1);
    }

    private void WriteArray(int id, ArrayShape array, ScaleValue value, string path, int depth)
    {
        ReadOnlyMemory<byte>? bytes = types.IsByte(array.Element) ? Bytes(value) : null;
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
                throw new ScaleEncodingException($"{path}[{i}]{(exception.Path.Length == 0 || exception.Path[0] == '[' ? "" : ".")}{exception.Path}", exception.Problem);
            }
        }
    }

    /// <summary>Maps and sets are ordered by key, whatever order the caller has them in.</summary>
    private void WriteSorted(int id, int element, IReadOnlyList<ScaleValue> elements, bool isMap, string path, int depth)
    {
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
        if (type.IsOption(out TypeVariant some) && !(value is ScaleVariant { Name: "Some" or "None" } && types.MayBeNull(some.Fields[0].Type)))
        {
            bool named = value is ScaleComposite { Fields: [{ Key: "Some" }] } && types.MayBeNull(some.Fields[0].Type);
            writer.WriteOption(!value.IsNull);
            if (!value.IsNull)
                Write(some.Fields[0].Type, named ? value["Some"] : value, path, depth + 1);
            return;
        }

        (string? name, ScaleValue fields) = value switch
        {
            ScaleVariant variant => (variant.Name, variant.Value),
            ScaleText text when variants.Find(text.Value) is not null => (text.Value, ScaleValue.Null),
            ScaleComposite { Fields: [var only] } => (only.Key, only.Value),
            // An account where an address is wanted: the usual kind of address.
            _ when type.Name == "MultiAddress" && Account(value) is { } account => ("Id", new ScaleAccount(account)),
            _ => (null, value),
        };
        if (name is null)
        {
            if (Bytes(value) is { } encoded && type.Name == "RuntimeCall")
                WriteEncoded(type.Id, encoded.Span, path);
            else
                throw Mismatch(type.Id, value, path);
            return;
        }

        TypeVariant chosen = variants.Find(name)
            ?? throw new ScaleEncodingException(path, $"{types.NameOf(type.Id)} has no variant '{name}'; it has {string.Join(", ", variants.Variants.Select(v => v.Name).Take(40))}");
        writer.WriteByte(chosen.Index);
        if (chosen.Fields is [{ Name: null } single])
            Write(single.Type, fields, Join(path, name), depth + 1);
        else
            WriteFields(type.Id, chosen.Fields, fields, Join(path, name), depth);
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

    private static AccountId? Account(ScaleValue value) => value switch
    {
        ScaleAccount account => account.Account,
        ScaleText text when AccountId.TryParse(text.Value, out AccountId account) => account,
        _ when Bytes(value) is { Length: AccountId.Length } bytes => new AccountId(bytes.Span),
        _ => null,
    };

    private static BigInteger? Number(ScaleValue value) => value switch
    {
        ScaleNumber number => number.Value,
        ScaleText text when BigInteger.TryParse(text.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number) => number,
        _ => null,
    };

    private static ReadOnlyMemory<byte>? Bytes(ScaleValue value)
    {
        if (value is ScaleBytes bytes)
            return bytes.Memory;
        if (value is ScaleAccount account)
            return account.Account.Bytes.ToArray();
        if (value is not ScaleText { Value: ['0', 'x', ..] hex } || hex.Length % 2 != 0)
            return null;
        return Hex.TryDecode(hex, (hex.Length / 2) - 1, out byte[] decoded) ? decoded : null;
    }

    private ScaleEncodingException Mismatch(int id, ScaleValue value, string path)
    {
        string text = value.ToString();
        return new ScaleEncodingException(path, $"{types.NameOf(id)} is wanted, {(text.Length > 100 ? text[..100] + "…" : text)} is given");
    }

    private static string Join(string path, string? name) => path.Length == 0 ? name ?? "" : $"{path}.{name}";
}
