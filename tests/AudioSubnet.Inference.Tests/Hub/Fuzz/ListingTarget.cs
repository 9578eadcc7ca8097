using System.Text.Json;
using AudioSubnet.Inference.Hub;
using AudioSubnet.TestData;

namespace AudioSubnet.Inference.Tests.Hub.Fuzz;

/// <summary>Listings of repositories.</summary>
internal sealed class ListingTarget : IFuzzTarget
{
    private static readonly HubRepository Repository = HubRepository.Model("org/name");

    public string Name => "hub-listing";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        [.. """[{"type":"file","path":"config.json","size":12,"oid":"0123456789012345678901234567890123456789"}]"""u8],
        [.. """[{"type":"directory","path":"a"},{"type":"file","path":"a/b.bin","size":9,"oid":"0123456789012345678901234567890123456789","lfs":{"oid":"0123456789012345678901234567890123456789012345678901234567890123","size":99}}]"""u8],
    ];

    public void Fuzz(ReadOnlySpan<byte> input)
    {
        try
        {
            using JsonDocument page = JsonDocument.Parse(input.ToArray());
            foreach (HubFile file in HubListing.ReadPage(Repository, page.RootElement))
            {
                string path = Path.GetFullPath(SafePath.Below("/cache/snapshot", file.Path));
                if (!path.StartsWith("/cache/snapshot/", StringComparison.Ordinal) || file.Size < 0)
                    throw new InvalidOperationException($"{path} of {file.Size} bytes was let through");
            }
        }
        catch (Exception refusal) when (refusal is JsonException or HubException)
        {
        }
    }
}
