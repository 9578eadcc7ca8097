using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Unicode;

namespace AudioSubnet.Inference.Checkpoints.Torch;

/// <summary>
/// Reads a pickle as data: dictionaries, lists, numbers, texts, and PyTorch's tensors and storages. It never calls or imports anything; an instruction or a name that it does not
/// know ends the reading. Instructions are those that PyTorch and pickle protocols 2 to 5 write. Format: CPython, Lib/pickletools.py.
/// </summary>
/// <param name="memory">The file, for messages.</param>
/// <param name="storage">Finds the storage that a persistent id names.</param>
internal sealed class Unpickler(CheckpointMemory memory, Func<PickleList, TorchStorage> storage)
{
    /// <summary>Most instructions: a model of ten thousand tensors takes 400,000.</summary>
    private const int MaxInstructions = 4_000_000;

    /// <summary>Longest whole number in bytes; random seeds have 16.</summary>
    private const int MaxNumberBytes = 64;

    private readonly Stack<object?> _stack = new();
    private readonly Stack<int> _marks = new();
    private readonly Dictionary<uint, object?> _memo = [];
    private int _instructions;

    /// <summary>Reads one pickle.</summary>
    /// <param name="bytes">Begins with the pickle; more may follow.</param>
    /// <param name="length">Bytes that the pickle took.</param>
    /// <returns>null, bool, long, <see cref="BigInteger"/>, double, string, byte[], <see cref="PickleDictionary"/>, <see cref="PickleList"/>, <see cref="TorchTensor"/>,
    /// <see cref="TorchStorage"/> or <see cref="TorchGlobal"/>.</returns>
    /// <exception cref="CheckpointException">It is damaged, or does what data need not do.</exception>
    public object? Read(ReadOnlySpan<byte> bytes, out int length)
    {
        _stack.Clear();
        _marks.Clear();
        _memo.Clear();
        var reader = new PickleReader(memory, bytes);
        while (true)
        {
            if (++_instructions > MaxInstructions)
                throw memory.Refuse($"its pickle has more than {MaxInstructions} instructions");
            byte code = reader.Byte();
            if (code == (byte)'.')
            {
                length = reader.Position;
                return Pop();
            }
            Execute(code, ref reader);
        }
    }

    private void Execute(byte code, ref PickleReader reader)
    {
        switch ((char)code)
        {
            case '\x80': // PROTO
                if (reader.Byte() is var version and (< 2 or > 5))
                    throw memory.Refuse($"its pickle has protocol {version}; 2 to 5 are read");
                break;
            case '\x95': reader.Skip(8); break; // FRAME: a hint for buffering
            case 'N': Push(null); break;
            case '\x88': Push(true); break;
            case '\x89': Push(false); break;
            case 'K': Push((long)reader.Byte()); break;
            case 'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(reader.Bytes(2))); break;
            case 'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(reader.Bytes(4))); break;
            case '\x8a': Push(Number(reader.Bytes(reader.Byte()))); break; // LONG1
            case '\x8b': Push(Number(reader.Bytes(reader.Length32()))); break; // LONG4
            case 'G': Push(BinaryPrimitives.ReadDoubleBigEndian(reader.Bytes(8))); break;
            case 'X': Push(Text(reader.Bytes(reader.Length32()))); break;
            case '\x8c': Push(Text(reader.Bytes(reader.Byte()))); break;
            case '\x8d': Push(Text(reader.Bytes(reader.Length64()))); break;
            case 'U': Push(Text(reader.Bytes(reader.Byte()))); break; // texts of Python 2
            case 'T': Push(Text(reader.Bytes(reader.Length32()))); break;
            case 'C': Push(reader.Bytes(reader.Byte()).ToArray()); break;
            case 'B': Push(reader.Bytes(reader.Length32()).ToArray()); break;
            case '}': Push(new PickleDictionary()); break;
            case ']' or ')': Push(new PickleList()); break;
            case '(': _marks.Push(_stack.Count); break;
            case '0': Pop(); break;
            case '1': PopToMark(); break;
            case 't' or 'l': Push(new PickleList(PopToMark())); break;
            case '\x85': Push(new PickleList(PopMany(1))); break;
            case '\x86': Push(new PickleList(PopMany(2))); break;
            case '\x87': Push(new PickleList(PopMany(3))); break;
            case 'd': SetItems(new PickleDictionary(), PopToMark(), push: true); break;
            case 's': SetItems(null, PopMany(2), push: false); break;
            case 'u': SetItems(null, PopToMark(), push: false); break;
            case 'a': Append(PopMany(1)); break;
            case 'e': Append(PopToMark()); break;
            case 'h': Push(Remembered(reader.Byte())); break;
            case 'j': Push(Remembered(BinaryPrimitives.ReadUInt32LittleEndian(reader.Bytes(4)))); break;
            case 'q': _memo[reader.Byte()] = Peek(); break;
            case 'r': _memo[BinaryPrimitives.ReadUInt32LittleEndian(reader.Bytes(4))] = Peek(); break;
            case '\x94': _memo[(uint)_memo.Count] = Peek(); break; // MEMOIZE
            case 'c': Push(Global(Text(reader.Line()), Text(reader.Line()))); break;
            case '\x93': // STACK_GLOBAL
                object? name = Pop();
                Push(Global(Pop() as string ?? "", name as string ?? ""));
                break;
            case 'Q': // BINPERSID
                Push(storage(Pop() as PickleList ?? throw memory.Refuse("its pickle names a storage by something that is not a tuple")));
                break;
            case 'R': // REDUCE
                var arguments = Pop() as PickleList;
                Push(Make(Pop() as TorchGlobal, arguments?.Items));
                break;
            case 'b': // BUILD: attributes of an object; those of an ordered dictionary (versions of modules) are of no use here
                Pop();
                if (Peek() is not PickleDictionary)
                    throw memory.Refuse("its pickle sets attributes of an object that is not a dictionary; only data is read");
                break;
            default:
                throw memory.Refuse(string.Create(CultureInfo.InvariantCulture, $"its pickle has the instruction 0x{code:X2} at byte {reader.Position - 1}, which data need not have; only tensors, dictionaries, lists, numbers and texts are read"));
        }
    }

    private object Make(TorchGlobal? global, IReadOnlyList<object?>? arguments) => (global?.Kind, arguments) switch
    {
        (TorchGlobalKind.Dictionary, []) => new PickleDictionary(),
        (TorchGlobalKind.Dictionary, [PickleList pairs]) => FromPairs(pairs),
        (TorchGlobalKind.Tensor, [TorchStorage of, long offset, PickleList size, PickleList strides, ..])
            when size.ToNumbers() is { } shape && strides.ToNumbers() is { } steps => new TorchTensor(of, offset, shape, steps),
        (TorchGlobalKind.Parameter, [TorchTensor tensor, ..]) => tensor,
        (TorchGlobalKind.Size, [PickleList size]) => size,
        _ => throw memory.Refuse($"its pickle makes '{global?.Name ?? "something"}' of arguments that do not belong to it"),
    };

    private PickleDictionary FromPairs(PickleList pairs)
    {
        var dictionary = new PickleDictionary();
        foreach (object? pair in pairs.Items)
            if (pair is PickleList { Items: [var key, var value] })
                dictionary.Add(key, value);
            else
                throw memory.Refuse("its pickle makes a dictionary of something that is not a pair");
        return dictionary;
    }

    private void SetItems(PickleDictionary? dictionary, List<object?> items, bool push)
    {
        dictionary ??= Peek() as PickleDictionary;
        if (dictionary is null || items.Count % 2 != 0)
            throw memory.Refuse("its pickle sets items of something that is not a dictionary, or an odd number of them");
        for (int i = 0; i < items.Count; i += 2)
            dictionary.Add(items[i], items[i + 1]);
        if (push)
            Push(dictionary);
    }

    private void Append(List<object?> items)
    {
        if (Peek() is not PickleList list)
            throw memory.Refuse("its pickle appends to something that is not a list");
        foreach (object? item in items)
            list.Add(item);
    }

    private TorchGlobal Global(string module, string name)
    {
        string full = $"{module}.{name}";
        return TorchGlobal.Find(full)
            ?? throw memory.Refuse($"its pickle asks for '{(full.Length > 200 ? full[..200] + "…" : full)}', which is not known as data and might run code. Convert the checkpoint to safetensors where you trust it");
    }

    private object Number(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxNumberBytes)
            throw memory.Refuse($"its pickle has a whole number of {bytes.Length} bytes; {MaxNumberBytes} are read");
        var number = new BigInteger(bytes);
        return number >= long.MinValue && number <= long.MaxValue ? (object)(long)number : number;
    }

    private string Text(ReadOnlySpan<byte> bytes) =>
        Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : throw memory.Refuse("its pickle has a text that is not UTF-8");

    private object? Remembered(uint index) =>
        _memo.TryGetValue(index, out object? value) ? value : throw memory.Refuse($"its pickle recalls number {index}, which it never kept");

    private void Push(object? value) => _stack.Push(value);

    /// <summary>The value on top, above the latest mark.</summary>
    private object? Peek()
    {
        if (_stack.Count <= (_marks.TryPeek(out int mark) ? mark : 0))
            throw memory.Refuse("its pickle takes more from its stack than it put there");
        return _stack.Peek();
    }

    private object? Pop()
    {
        Peek();
        return _stack.Pop();
    }

    private List<object?> PopMany(int count)
    {
        var items = new List<object?>(count);
        for (int i = 0; i < count; i++)
            items.Add(Pop());
        items.Reverse();
        return items;
    }

    private List<object?> PopToMark()
    {
        if (!_marks.TryPeek(out int mark))
            throw memory.Refuse("its pickle looks for a mark that it never set");
        List<object?> items = PopMany(_stack.Count - mark);
        _marks.Pop();
        return items;
    }
}
