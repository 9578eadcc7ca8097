using AudioSubnet.Inference.Hub;

namespace AudioSubnet.Inference.Tests.Hub;

[Trait("Area", "hub")]
public sealed class HubEnvironmentTests
{
    [Theory]
    [InlineData("", "/home/ada/.cache/huggingface/hub")]
    [InlineData("XDG_CACHE_HOME=/x", "/x/huggingface/hub")]
    [InlineData("XDG_CACHE_HOME=/x;HF_HOME=/h", "/h/hub")]
    [InlineData("HF_HOME=~/models", "/home/ada/models/hub")]
    [InlineData("HF_HOME=$DISK/models;DISK=/mnt", "/mnt/models/hub")]
    [InlineData("HF_HOME=/h;HUGGINGFACE_HUB_CACHE=/legacy", "/legacy")]
    [InlineData("HF_HOME=/h;HUGGINGFACE_HUB_CACHE=/legacy;HF_HUB_CACHE=/c", "/c")]
    public void The_cache_is_where_other_tools_have_it(string variables, string expected) =>
        Read(variables).CacheFolder.ShouldBe(expected);

    [Theory]
    [InlineData("", false)]
    [InlineData("HF_HUB_OFFLINE=1", true)]
    [InlineData("HF_HUB_OFFLINE=yes", true)]
    [InlineData("HF_HUB_OFFLINE=0", false)]
    [InlineData("TRANSFORMERS_OFFLINE=true", true)]
    [InlineData("HF_HUB_OFFLINE=0;TRANSFORMERS_OFFLINE=1", false)]
    public void Offline_mode_is_switched_as_in_other_tools(string variables, bool offline) =>
        Read(variables).Offline.ShouldBe(offline);

    [Fact]
    public void The_token_comes_from_the_environment_or_the_file_and_is_never_printed()
    {
        using var folder = new HubTestFolder();
        string path = Path.Combine(folder.Path, "token");
        File.WriteAllText(path, "hf_file\n");

        Read($"HF_HOME={folder.Path}").Token.ShouldBe("hf_file");
        Read($"HF_TOKEN_PATH={path}").Token.ShouldBe("hf_file");
        Read($"HF_HOME={folder.Path};HF_TOKEN=hf_environment").Token.ShouldBe("hf_environment");
        Read($"HF_HOME={folder.Path};HUGGING_FACE_HUB_TOKEN=hf_old").Token.ShouldBe("hf_old");
        Read($"HF_HOME={folder.Path};HF_HUB_DISABLE_IMPLICIT_TOKEN=1").Token.ShouldBeNull();
        Read("HF_HOME=/nowhere").Token.ShouldBeNull();
        Read("HF_TOKEN=hf_environment").ToString().ShouldNotContain("hf_environment");
    }

    [Fact]
    public void An_endpoint_that_is_no_address_is_named()
    {
        Read("HF_ENDPOINT=https://mirror.example/hub/").Endpoint.ShouldBe(new Uri("https://mirror.example/hub"));
        Should.Throw<HubException>(() => Read("HF_ENDPOINT=mirror")).Message.ShouldContain("HF_ENDPOINT");
    }

    private static HubOptions Read(string variables)
    {
        Dictionary<string, string> values = variables.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return HubOptions.FromEnvironment(name => values.GetValueOrDefault(name), "/home/ada");
    }
}
