using AudioSubnet.Inference.Hub;
using AudioSubnet.TestHub;

namespace AudioSubnet.Inference.Tests.Hub;

[Trait("Area", "fuzz")]
public sealed class ParquetGuardTests : IDisposable
{
    private readonly HubTestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Any_damage_gives_rows_or_a_refusal_and_never_much_memory()
    {
        byte[][] whole =
        [
            await ParquetFiles.TextAsync("text", [.. Enumerable.Range(0, 5).Select(g => Enumerable.Range(0, 50).Select(i => $"Sentence {g} {i}").ToArray())]),
            await ParquetFiles.AudioAsync([.. Enumerable.Range(0, 3).Select(g => Enumerable.Range(0, 5).Select(i => ($"{i}.wav", (byte[]?)ParquetFiles.Recording(i))).ToArray())]),
        ];
        var random = new Random(20);
        int refused = 0;
        long before = GC.GetTotalAllocatedBytes();
        const int Inputs = 1500;
        for (int input = 0; input < Inputs; input++)
        {
            byte[] file = [.. whole[input % whole.Length]];
            Damage(file, random);
            if (random.Next(4) == 0)
                file = file[..random.Next(file.Length)];
            if (!await ReadsAsync(file))
                refused++;
        }

        refused.ShouldBeGreaterThan(Inputs / 10);
        // Far below what the counts of the damaged files ask for.
        ((GC.GetTotalAllocatedBytes() - before) / Inputs).ShouldBeLessThan(8 << 20);
    }

    [Fact]
    public async Task A_page_that_claims_to_unpack_to_gigabytes_is_refused()
    {
        byte[] file = await ParquetFiles.AudioAsync([("a.wav", ParquetFiles.Recording(1))]);
        // The first page's header: field 1 (0x15) its type, field 2 (0x15) the size that it unpacks to, here replaced by 2^31 - 1.
        int sizeEnds = 7 + Array.FindIndex(file[7..], part => part < 0x80) + 1;
        byte[] bomb = [.. file[..7], 0xfe, 0xff, 0xff, 0xff, 0x0f, .. file[sizeEnds..]];
        file[4..7].Where((_, i) => i != 1).ShouldAllBe(part => part == 0x15);
        string path = Path.Combine(_folder.Path, "bomb.parquet");
        await File.WriteAllBytesAsync(path, bomb, Cancel);

        HubException refusal = await Should.ThrowAsync<HubException>(async () =>
        {
            await foreach (AudioRow _ in ParquetRows.ReadAudioAsync(path, Cancel))
            {
            }
        });

        refusal.Message.ShouldContain("claims to hold 2147483647");
    }

    [Fact]
    public async Task A_footer_that_is_nested_without_end_is_refused_and_not_followed()
    {
        byte[] nested = Enumerable.Repeat((byte)0x1c, 1_000_000).ToArray();
        byte[] file = [.. "PAR1"u8, .. nested, .. BitConverter.GetBytes(nested.Length), .. "PAR1"u8];

        (await ReadsAsync(file)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("PAR1")]
    [InlineData("PAR1\u0001\u0000\u0000\u0000PAR1")]
    [InlineData("<html>sign in to see this file</html>")]
    public async Task What_is_no_Parquet_file_is_refused(string content) =>
        (await ReadsAsync([.. content.Select(c => (byte)c)])).ShouldBeFalse();

    private static void Damage(byte[] file, Random random)
    {
        for (int i = random.Next(1, 6); i > 0; i--)
            file[random.Next(2) == 0 ? random.Next(file.Length) : file.Length - 1 - random.Next(Math.Min(400, file.Length))] = random.Next(3) switch
            {
                0 => 0xff,
                1 => 0x7f,
                _ => (byte)random.Next(256),
            };
    }

    private async Task<bool> ReadsAsync(byte[] content)
    {
        string path = Path.Combine(_folder.Path, "file.parquet");
        await File.WriteAllBytesAsync(path, content, Cancel);
        bool text = await ReadsAsync(ParquetRows.ReadTextAsync(path, Cancel)), audio = await ReadsAsync(ParquetRows.ReadAudioAsync(path, Cancel));
        return text || audio;
    }

    // Everything but our own refusal is a fault of ours.
    private static async Task<bool> ReadsAsync<T>(IAsyncEnumerable<T> rows)
    {
        try
        {
            await foreach (T _ in rows)
            {
            }

            return true;
        }
        catch (HubException refusal) when (refusal.Kind == HubErrorKind.Corrupt)
        {
            return false;
        }
    }
}
