namespace AudioSubnet.Inference.Graph;

/// <summary>One operation of a graph.</summary>
/// <param name="Operator">The operator's name within its domain.</param>
/// <param name="Domain">Empty for ONNX's own operators, "com.microsoft" for ONNX Runtime's.</param>
/// <param name="Inputs">Names of the values read; empty for an optional one that is left out.</param>
/// <param name="Outputs">Names of the values made; empty for an optional one that is left out.</param>
/// <param name="Attributes">Attributes by name.</param>
internal sealed record GraphNode(
    string Operator, string Domain, string[] Inputs, string[] Outputs, (string Name, NodeAttribute Value)[] Attributes);
