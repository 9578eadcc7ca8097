using Google.Protobuf;

namespace AudioSubnet.Inference.Runtime;

/// <summary>Looks through a ModelProto, also through its nested graphs and functions, without loading it.</summary>
internal static class OnnxScan
{
    private const int MaxDepth = 32;

    /// <summary>What a message is, so far as it matters here.</summary>
    private enum Kind
    {
        Model,
        Graph,
        Node,
        Attribute,
        SparseTensor,
        Function,
        Training,
        Tensor,
    }

    /// <summary>Whether any tensor's data lies in another file.</summary>
    /// <exception cref="InferenceException">The bytes are no ONNX model.</exception>
    public static bool RefersToOtherFiles(byte[] model)
    {
        try
        {
            return Scan(new CodedInputStream(model), Kind.Model, 0);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new InferenceException($"This is not an ONNX model: {exception.Message}", exception);
        }
    }

    private static bool Scan(CodedInputStream input, Kind kind, int depth)
    {
        if (depth > MaxDepth)
            throw new InferenceException($"The model's graphs are nested more than {MaxDepth} deep.");
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            int field = WireFormat.GetTagFieldNumber(tag);
            WireFormat.WireType wire = WireFormat.GetTagWireType(tag);

            // TensorProto.data_location is EXTERNAL, or external_data has an entry.
            if (kind == Kind.Tensor && ((field == 14 && wire == WireFormat.WireType.Varint && input.ReadInt32() == 1) || field == 13))
                return true;
            if (kind == Kind.Tensor && field == 14)
                continue;
            if (wire == WireFormat.WireType.LengthDelimited && Child(kind, field) is { } child)
            {
                if (Scan(input.ReadBytes().CreateCodedInput(), child, depth + 1))
                    return true;
            }
            else
            {
                input.SkipLastField();
            }
        }

        return false;
    }

    /// <summary>The kind of a nested message, by onnx.proto3's field numbers; null if no tensor can be in it.</summary>
    private static Kind? Child(Kind kind, int field) => (kind, field) switch
    {
        (Kind.Model, 7) => Kind.Graph,
        (Kind.Model, 20) => Kind.Training,
        (Kind.Model, 25) => Kind.Function,
        (Kind.Graph, 1) => Kind.Node,
        (Kind.Graph, 5) => Kind.Tensor,
        (Kind.Graph, 15) => Kind.SparseTensor,
        (Kind.Node, 5) => Kind.Attribute,
        (Kind.Attribute, 5 or 10) => Kind.Tensor,
        (Kind.Attribute, 6 or 11) => Kind.Graph,
        (Kind.Attribute, 22 or 23) => Kind.SparseTensor,
        (Kind.SparseTensor, 1 or 2) => Kind.Tensor,
        (Kind.Function, 7) => Kind.Node,
        (Kind.Function, 11) => Kind.Attribute,
        (Kind.Training, 1 or 2) => Kind.Graph,
        _ => null,
    };
}
