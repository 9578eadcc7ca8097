using AudioSubnet.TestData;

namespace AudioSubnet.Inference.Tests.Checkpoints.Fuzz;

[Trait("Area", "fuzz")]
public sealed class CheckpointFuzzTests
{
    [Fact]
    public void The_safetensors_reader_survives_any_bytes() => Fuzzer.Run(new SafetensorsTarget());

    [Fact]
    public void The_reader_of_torch_files_survives_any_bytes() => Fuzzer.Run(new TorchFileTarget());

    [Fact]
    public void The_unpickler_survives_any_bytes() => Fuzzer.Run(new PickleTarget());

    [Fact]
    public void The_reader_of_numpy_files_survives_any_bytes() => Fuzzer.Run(new NumpyTarget());
}
