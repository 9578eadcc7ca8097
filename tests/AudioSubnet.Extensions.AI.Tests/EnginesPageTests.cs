using System.Text.RegularExpressions;
using AudioSubnet.Dsp;
using AudioSubnet.Dsp.Files;
using AudioSubnet.Engines;
using AudioSubnet.Scoring;
using AudioSubnet.Scoring.Recognition;
using AudioSubnet.TestData;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace AudioSubnet.Extensions.AI.Tests;

/// <summary>The C# of docs/engines.md is the regions of this file, word for word, and runs here.</summary>
[Trait("Area", "docs")]
public sealed partial class EnginesPageTests
{
    private static readonly CancellationToken cancellationToken = TestContext.Current.CancellationToken;

    [Fact]
    public void Every_example_of_the_page_is_run_by_a_test()
    {
        string page = File.ReadAllText(Path.Combine(TestPaths.Repository, "docs", "engines.md"));
        string source = File.ReadAllText(Path.Combine(TestPaths.Repository, "tests", "AudioSubnet.Extensions.AI.Tests", "EnginesPageTests.cs"));
        string[] examples = [.. Example().Matches(page).Select(match => match.Groups["text"].Value.Trim('\n'))];
        string[] regions = [.. Region().Matches(source).Select(match => Unindented(match.Groups["text"].Value))];
        examples.Length.ShouldBeGreaterThan(2);
        examples.ShouldBe(regions);
    }

    [Fact]
    public async Task An_engine_speaks_and_streams()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("audiosubnet-").FullName, "speech.wav");

        #region engine
        ITextToSpeech engine = new EngineCatalog().CreateTextToSpeech("flite/slt");
        var request = new SpeechRequest("The first train leaves at noon. The second one does not.") { SpeakingRate = 1.1 };

        AudioBuffer whole = await engine.SpeakAsync(request, cancellationToken);
        await AudioFile.WriteAsync(path, whole, cancellationToken);

        await foreach (AudioBuffer sentence in engine.StreamAsync(request, cancellationToken))
            Console.WriteLine($"{sentence.Seconds:0.00} s at {sentence.SampleRate} Hz");
        #endregion

        whole.Seconds.ShouldBeInRange(2, 6);
        File.Exists(path).ShouldBeTrue();
    }

    [Fact]
    public async Task A_client_speaks_and_another_reads_it_back()
    {
        #region clients
        using ITextToSpeechClient speaker = new EngineCatalog().CreateTextToSpeech("flite/slt").AsTextToSpeechClient(ownsEngine: true);
        TextToSpeechResponse speech = await speaker.GetAudioAsync("The second train leaves at noon.", cancellationToken: cancellationToken);
        DataContent wav = speech.Contents.OfType<DataContent>().Single();

        using ISpeechToTextClient listener = new PocketSphinxRecognizer().AsSpeechToTextClient(ownsRecognizer: true);
        SpeechToTextResponse heard = await listener.GetTextAsync(wav, cancellationToken: cancellationToken);
        Console.WriteLine($"{heard.Text} ({heard.EndTime})");
        #endregion

        heard.Text.ShouldContain("second train");
    }

    [Fact]
    public async Task A_container_gives_the_clients()
    {
        #region container
        var services = new ServiceCollection()
            .AddTextToSpeechClient("flite/slt")
            .AddTextToSpeechClient("flite/rms", serviceKey: "announcer")
            .AddSpeechToTextClient();

        await using ServiceProvider provider = services.BuildServiceProvider();
        var speaker = provider.GetRequiredService<ITextToSpeechClient>();
        await foreach (TextToSpeechResponseUpdate update in speaker.GetStreamingAudioAsync("One sentence. And another.", cancellationToken: cancellationToken))
            Console.WriteLine($"{update.Kind}: {update.Contents.OfType<DataContent>().Sum(content => content.Data.Length)} bytes");
        #endregion

        provider.GetRequiredKeyedService<ITextToSpeechClient>("announcer").GetService<TextToSpeechClientMetadata>()!.DefaultModelId.ShouldBe("flite/rms");
        provider.GetRequiredService<ISpeechToTextClient>().GetService<ISpeechRecognizer>().ShouldNotBeNull();
    }

    private static string Unindented(string region)
    {
        string[] lines = region.Split('\n');
        int indent = lines.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length == 0 ? "" : line[indent..]));
    }

    [GeneratedRegex(@"```csharp\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Example();

    [GeneratedRegex(@"\n +#region \w+\n(?<text>.*?)\n +#endregion", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Region();
}
