using AudioSubnet.TestData;

namespace AudioSubnet.Inference.Tests.Hub.Fuzz;

[Trait("Area", "fuzz")]
public sealed class HubFuzzTests
{
    [Fact]
    public void Listings_give_files_below_their_folder_or_a_refusal() => Fuzzer.Run(new ListingTarget());

    [Fact]
    public async Task Structures_are_walked_over_or_refused() => Fuzzer.Run(await ThriftTarget.CreateAsync());
}
