using System.Globalization;
using AudioSubnet.Inference.Checkpoints;
using AudioSubnet.Inference.Kernels.Operators;
using Google.Protobuf;

namespace AudioSubnet.Inference.Graph;

/// <summary>Writes a graph as an ONNX ModelProto. Field numbers are those of onnx.proto3 (IR version 10).</summary>
internal static class OnnxWriter
{
    private const int IrVersion = 10;
    private const int OpsetVersion = 21;

    /// <summary>Where a weight's data lies in a file beside the model.</summary>
    /// <param name="File">File name, without folder.</param>
    /// <param name="Offset">First byte.</param>
    internal readonly record struct DataLocation(string File, long Offset);

    /// <summary>The ModelProto's bytes. Weights are only referred to.</summary>
    public static byte[] Write(ModelGraph graph, Func<GraphWeight, DataLocation> locate) => Message(model =>
    {
        Write(model, 1, IrVersion);
        Write(model, 2, "AudioSubnet");
        Write(model, 7, Message(body => WriteGraph(body, graph, locate)));
        Write(model, 8, Message(static opset => Write(opset, 2, OpsetVersion)));
        Write(model, 8, Message(static opset =>
        {
            Write(opset, 1, "com.microsoft");
            Write(opset, 2, 1);
        }));
        if (graph.HasOwnOperators)
            Write(model, 8, Message(static opset =>
            {
                Write(opset, 1, OperatorDomain.Name);
                Write(opset, 2, OperatorDomain.Version);
            }));
    });

    private static void WriteGraph(CodedOutputStream output, ModelGraph graph, Func<GraphWeight, DataLocation> locate)
    {
        foreach (GraphNode node in graph.Nodes)
            Write(output, 1, Message(body => WriteNode(body, node)));
        Write(output, 2, graph.Name);
        foreach (GraphConstant constant in graph.Constants)
            Write(output, 5, Message(body =>
            {
                WriteTensorHead(body, constant.Name, constant.Type, constant.Shape);
                Write(body, 9, constant.Data);
            }));
        foreach (GraphWeight weight in graph.Weights)
            Write(output, 5, Message(body =>
            {
                WriteTensorHead(body, weight.Name, weight.Type, weight.Shape);
                DataLocation location = locate(weight);
                WriteEntry(body, "location", location.File);
                WriteEntry(body, "offset", location.Offset.ToString(CultureInfo.InvariantCulture));
                WriteEntry(body, "length", weight.ByteCount.ToString(CultureInfo.InvariantCulture));
                Write(body, 14, 1);
            }));
        foreach (GraphValue input in graph.Inputs)
            Write(output, 11, Message(body => WriteValue(body, input)));
        foreach (GraphValue value in graph.Outputs)
            Write(output, 12, Message(body => WriteValue(body, value)));
    }

    private static void WriteNode(CodedOutputStream output, GraphNode node)
    {
        foreach (string input in node.Inputs)
            Write(output, 1, input);
        foreach (string result in node.Outputs)
            Write(output, 2, result);
        Write(output, 3, node.Outputs[0]);
        Write(output, 4, node.Operator);
        foreach ((string name, NodeAttribute value) in node.Attributes)
            Write(output, 5, Message(body => WriteAttribute(body, name, value.Value)));
        if (node.Domain.Length > 0)
            Write(output, 7, node.Domain);
    }

    private static void WriteAttribute(CodedOutputStream output, string name, object? value)
    {
        Write(output, 1, name);
        switch (value)
        {
            case float number:
                WriteFloat(output, 2, number);
                Write(output, 20, 1);
                break;
            case long number:
                Write(output, 3, number);
                Write(output, 20, 2);
                break;
            case string text:
                Write(output, 4, text);
                Write(output, 20, 3);
                break;
            case float[] numbers:
                foreach (float number in numbers)
                    WriteFloat(output, 7, number);
                Write(output, 20, 6);
                break;
            case long[] numbers:
                foreach (long number in numbers)
                    Write(output, 8, number);
                Write(output, 20, 7);
                break;
            case string[] texts:
                foreach (string text in texts)
                    Write(output, 9, text);
                Write(output, 20, 8);
                break;
            default:
                throw new InvalidOperationException($"The attribute '{name}' has no value.");
        }
    }

    private static void WriteValue(CodedOutputStream output, GraphValue value)
    {
        Write(output, 1, value.Name);
        byte[] tensor = Message(body =>
        {
            Write(body, 1, OnnxTypes.ToProto(value.Type));
            if (value.Shape is { } shape)
                Write(body, 2, Message(dimensions =>
                {
                    foreach (Dimension dimension in shape)
                        Write(dimensions, 1, Message(length =>
                        {
                            if (dimension.Name is { } name)
                                Write(length, 2, name);
                            else
                                Write(length, 1, dimension.Length);
                        }));
                }));
        });
        Write(output, 2, Message(type => Write(type, 1, tensor)));
    }

    private static void WriteTensorHead(CodedOutputStream output, string name, TensorType type, long[] shape)
    {
        foreach (long length in shape)
            Write(output, 1, length);
        Write(output, 2, OnnxTypes.ToProto(type));
        Write(output, 8, name);
    }

    private static void WriteEntry(CodedOutputStream output, string key, string value) => Write(output, 13, Message(entry =>
    {
        Write(entry, 1, key);
        Write(entry, 2, value);
    }));

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using MemoryStream stream = new();
        using (CodedOutputStream output = new(stream, leaveOpen: true))
            write(output);
        return stream.ToArray();
    }

    private static void Write(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    private static void WriteFloat(CodedOutputStream output, int field, float value)
    {
        output.WriteTag(field, WireFormat.WireType.Fixed32);
        output.WriteFloat(value);
    }

    private static void Write(CodedOutputStream output, int field, string value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    }

    private static void Write(CodedOutputStream output, int field, byte[] value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(value));
    }
}
