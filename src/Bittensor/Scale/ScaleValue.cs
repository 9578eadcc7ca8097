using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Bittensor.Crypto;

namespace Bittensor.Scale;

/// <summary>
/// A value of any type of a runtime, without its type: what <c>TypeRegistry</c> decodes to and encodes from. Immutable.
/// Structs with a single unnamed field are that field's value; an Option is its value or <see cref="ScaleNull"/>.
/// </summary>
public abstract record ScaleValue
{
    private protected ScaleValue()
    {
    }

    /// <summary>The unit value, and the absent value of an Option.</summary>
    public static ScaleValue Null => ScaleNull.Instance;

    /// <summary>True for the unit value and the absent value of an Option.</summary>
    public bool IsNull => this is ScaleNull;

    /// <summary>What the value is, for messages: "a number", "a struct".</summary>
    private protected abstract string Kind { get; }

    /// <summary>A field of a struct, or of a variant's fields.</summary>
    /// <exception cref="InvalidOperationException">Not a struct, or without that field; the message lists the ones there are.</exception>
    public ScaleValue this[string field] => this switch
    {
        ScaleComposite composite => composite.Field(field) ?? throw new InvalidOperationException(
            $"There is no field '{field}'; there are {string.Join(", ", composite.Fields.Select(f => f.Key))}."),
        ScaleVariant variant => variant.Value[field],
        _ => throw Not("a struct"),
    };

    /// <summary>An element of a sequence, array or tuple, or a field of a struct by position.</summary>
    /// <exception cref="InvalidOperationException">Neither of these.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No such element.</exception>
    public ScaleValue this[int index] => Items[index];

    /// <summary>The elements of a sequence, array or tuple, or the fields of a struct in order.</summary>
    /// <exception cref="InvalidOperationException">Neither of these.</exception>
    public IReadOnlyList<ScaleValue> Items => this switch
    {
        ScaleSequence sequence => sequence.Elements,
        ScaleComposite composite => [.. composite.Fields.Select(f => f.Value)],
        ScaleBytes bytes => [.. bytes.Memory.ToArray().Select(b => (ScaleValue)new ScaleNumber(b))],
        _ => throw Not("a sequence"),
    };

    /// <summary>
    /// Wraps a .NET value: null, bool, any integer, string, bytes, <see cref="AccountId"/>, JSON, dictionaries by name (structs), other
    /// dictionaries (maps), tuples and anything enumerable.
    /// </summary>
    /// <exception cref="ArgumentException">A type that has no counterpart.</exception>
    public static ScaleValue From(object? value) => value switch
    {
        null => Null,
        ScaleValue scale => scale,
        bool flag => new ScaleBool(flag),
        string text => new ScaleText(text),
        byte[] bytes => new ScaleBytes(bytes),
        ReadOnlyMemory<byte> bytes => new ScaleBytes(bytes),
        Memory<byte> bytes => new ScaleBytes(bytes),
        AccountId account => new ScaleAccount(account),
        JsonElement json => ScaleJson.Read(json),
        BigInteger number => new ScaleNumber(number),
        UInt128 number => new ScaleNumber(number),
        Int128 number => new ScaleNumber(number),
        ulong number => new ScaleNumber(number),
        long number => new ScaleNumber(number),
        uint or int or ushort or short or byte or sbyte => new ScaleNumber(Convert.ToInt64(value, provider: null)),
        IEnumerable<KeyValuePair<string, object?>> fields => Struct(fields.Select(f => (f.Key, f.Value))),
        IEnumerable<KeyValuePair<string, ScaleValue>> fields => new ScaleComposite([.. fields]),
        IDictionary map => new ScaleSequence([.. map.Keys.Cast<object>().Select(key => new ScaleSequence([From(key), From(map[key])]))]),
        ITuple tuple => new ScaleSequence([.. Enumerable.Range(0, tuple.Length).Select(i => From(tuple[i]))]),
        IEnumerable elements => new ScaleSequence([.. elements.Cast<object?>().Select(From)]),
        _ => throw new ArgumentException($"A {value.GetType().Name} has no SCALE counterpart.", nameof(value)),
    };

    /// <summary>A struct of named fields.</summary>
    public static ScaleValue Struct(params IEnumerable<(string Name, object? Value)> fields) =>
        new ScaleComposite([.. fields.Select(f => KeyValuePair.Create(f.Name, From(f.Value)))]);

    /// <summary>One variant of an enum: without fields, with its single field's value, or with a struct or sequence of fields.</summary>
    public static ScaleValue Variant(string name, object? value = null) => new ScaleVariant(name, From(value));

    /// <summary>The integer.</summary>
    /// <exception cref="InvalidOperationException">Not a number.</exception>
    public BigInteger AsInteger() => this is ScaleNumber number ? number.Value : throw Not("a number");

    /// <summary>The integer as u64; amounts on the chain are in rao.</summary>
    /// <exception cref="InvalidOperationException">Not a number.</exception>
    /// <exception cref="OverflowException">It does not fit.</exception>
    public ulong AsUInt64() => (ulong)AsInteger();

    /// <summary>The integer as u128.</summary>
    /// <exception cref="InvalidOperationException">Not a number.</exception>
    /// <exception cref="OverflowException">It does not fit.</exception>
    public UInt128 AsUInt128() => (UInt128)AsInteger();

    /// <summary>The integer as i32, for indices and small counts.</summary>
    /// <exception cref="InvalidOperationException">Not a number.</exception>
    /// <exception cref="OverflowException">It does not fit.</exception>
    public int AsInt32() => (int)AsInteger();

    /// <summary>The integer as u16, for netuids, uids and weights.</summary>
    /// <exception cref="InvalidOperationException">Not a number.</exception>
    /// <exception cref="OverflowException">It does not fit.</exception>
    public ushort AsUInt16() => (ushort)AsInteger();

    /// <summary>The bool.</summary>
    /// <exception cref="InvalidOperationException">Not a bool.</exception>
    public bool AsBool() => this is ScaleBool flag ? flag.Value : throw Not("a bool");

    /// <summary>The text; bits read as a text of 0 and 1.</summary>
    /// <exception cref="InvalidOperationException">Not a text.</exception>
    public string AsText() => this is ScaleText text ? text.Value : throw Not("a text");

    /// <summary>The bytes of a byte vector, byte array, hash or account.</summary>
    /// <exception cref="InvalidOperationException">None of these.</exception>
    public ReadOnlyMemory<byte> AsBytes() => this switch
    {
        ScaleBytes bytes => bytes.Memory,
        ScaleAccount account => account.Account.Bytes.ToArray(),
        _ => throw Not("bytes"),
    };

    /// <summary>The account.</summary>
    /// <exception cref="InvalidOperationException">Neither an account nor 32 bytes.</exception>
    public AccountId AsAccountId() => this switch
    {
        ScaleAccount account => account.Account,
        ScaleBytes { Memory.Length: AccountId.Length } bytes => new AccountId(bytes.Memory.Span),
        _ => throw Not("an account"),
    };

    /// <summary>The variant of an enum.</summary>
    /// <exception cref="InvalidOperationException">Not an enum's value.</exception>
    public ScaleVariant AsVariant() => this as ScaleVariant ?? throw Not("a variant");

    /// <summary>The value as JSON text.</summary>
    public sealed override string ToString() => ScaleJson.Write(this);

    private InvalidOperationException Not(string expected)
    {
        string text = ToString();
        return new InvalidOperationException($"Expected {expected}, found {Kind}: {(text.Length > 200 ? text[..200] + "…" : text)}");
    }
}
