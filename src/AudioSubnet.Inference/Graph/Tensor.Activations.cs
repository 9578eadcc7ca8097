namespace AudioSubnet.Inference.Graph;

/// <content>Activation functions.</content>
public readonly partial struct Tensor
{
    /// <summary>max(x, 0).</summary>
    public Tensor Relu() => Apply("Relu");

    /// <summary>x where positive, otherwise slope · x.</summary>
    /// <param name="slope">Slope below zero; PyTorch's default is 0.01.</param>
    public Tensor LeakyRelu(float slope = 0.01f) => Apply("LeakyRelu", ("alpha", slope));

    /// <summary>x where positive, otherwise alpha · (eˣ - 1).</summary>
    public Tensor Elu(float alpha = 1) => Apply("Elu", ("alpha", alpha));

    /// <summary>Logistic function.</summary>
    public Tensor Sigmoid() => Apply("Sigmoid");

    /// <summary>Hyperbolic tangent.</summary>
    public Tensor Tanh() => Apply("Tanh");

    /// <summary>log(1 + eˣ).</summary>
    public Tensor Softplus() => Apply("Softplus");

    /// <summary>x · Φ(x), the exact form with the error function ("gelu" in configurations).</summary>
    public Tensor Gelu() => Apply("Gelu", ("approximate", "none"));

    /// <summary>The tanh approximation of <see cref="Gelu"/> ("gelu_new" in configurations).</summary>
    public Tensor GeluTanh() => Apply("Gelu", ("approximate", "tanh"));

    /// <summary>x · sigmoid(x), also called swish.</summary>
    public Tensor Silu() => this * Sigmoid();

    /// <summary>Exponentials divided by their sum along an axis.</summary>
    public Tensor Softmax(int axis = -1) => Apply("Softmax", ("axis", Axis(axis)));

    /// <summary>Logarithm of <see cref="Softmax"/>.</summary>
    public Tensor LogSoftmax(int axis = -1) => Apply("LogSoftmax", ("axis", Axis(axis)));

    /// <summary>The activation that a Hugging Face configuration names (<c>hidden_act</c>).</summary>
    /// <exception cref="NotSupportedException">The name is not known.</exception>
    public Tensor Activation(string name) => name switch
    {
        "relu" => Relu(),
        "gelu" => Gelu(),
        "gelu_new" or "gelu_pytorch_tanh" or "gelu_fast" => GeluTanh(),
        "silu" or "swish" => Silu(),
        "tanh" => Tanh(),
        "sigmoid" => Sigmoid(),
        "leaky_relu" => LeakyRelu(),
        "elu" => Elu(),
        _ => throw new NotSupportedException($"The activation '{name}' is not supported."),
    };
}
