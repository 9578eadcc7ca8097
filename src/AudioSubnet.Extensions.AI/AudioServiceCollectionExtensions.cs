using AudioSubnet.Engines;
using AudioSubnet.Scoring;
using AudioSubnet.Scoring.Judges;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AudioSubnet.Extensions.AI;

/// <summary>Registers the clients as singletons; the container disposes of them with their engines.</summary>
public static class AudioServiceCollectionExtensions
{
    /// <summary>Adds an <see cref="ITextToSpeechClient"/> that speaks with an engine of an <see cref="EngineCatalog"/> (the container's, or a new one).</summary>
    /// <param name="services">The container.</param>
    /// <param name="engine">Name as in <c>--model</c>; an unknown one is an <see cref="EngineException"/> when the client is first asked for.</param>
    /// <param name="serviceKey">Key to ask for it with; null for none.</param>
    public static IServiceCollection AddTextToSpeechClient(this IServiceCollection services, string engine = "flite/slt", object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(engine);
        services.TryAddSingleton<EngineCatalog>();
        return services.AddKeyedSingleton(
            serviceKey, (provider, _) => provider.GetRequiredService<EngineCatalog>().CreateTextToSpeech(engine).AsTextToSpeechClient(ownsEngine: true));
    }

    /// <summary>
    /// Adds an <see cref="ISpeechToTextClient"/> that listens through the container's <see cref="ISpeechRecognizer"/>, or if there is none through the best one on this machine:
    /// wav2vec 2.0 where its weights are, PocketSphinx elsewhere.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="serviceKey">Key to ask for it with; null for none.</param>
    public static IServiceCollection AddSpeechToTextClient(this IServiceCollection services, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(_ => ScoringModels.FindRecognizer());
        return services.AddKeyedSingleton(serviceKey, (provider, _) => provider.GetRequiredService<ISpeechRecognizer>().AsSpeechToTextClient());
    }
}
