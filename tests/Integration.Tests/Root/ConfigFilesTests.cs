using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.Root.Passwords;
using IrcNats.Transcripts;
using IrcNats.Wire;

namespace IrcNats.Integration.Tests.Root;

/// <summary>The configuration files and the page about them that come with the program.</summary>
public class ConfigFilesTests
{
    [Fact]
    public void The_page_about_the_configuration_is_what_the_program_prints() => Assert.True(
        File.ReadAllText(PathOf("configuration.md")) == ConfigReference.Markdown(),
        "docs/configuration.md is old: ircnats-root configdoc > docs/configuration.md");

    [Fact]
    public void The_example_is_good_and_has_every_key()
    {
        string example = File.ReadAllText(PathOf("ircnats.yaml"));
        ConfigReader.Read("ircnats.yaml", example);
        string[] lines = [.. example.Split('\n').Select(line => line.Trim(' ', '#'))];
        Assert.All(ConfigKeys.All, key => Assert.Contains(
            lines, line => line.StartsWith(key.Segments.Last(s => s != "<name>") + ":", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_the_example_says_are_the_defaults() => Assert.True(Codec.Equal(
        ConfigReader.ReadFile(PathOf("ircnats.yaml")).Public with { Motd = [] }, new State.NetworkConfig()));

    [Fact]
    public async Task The_configuration_of_transcripts_is_the_one_they_are_played_with_in_memory()
    {
        LoadedConfig config = ConfigReader.ReadFile(Path.Combine(AppContext.BaseDirectory, "transcripts.yaml"));
        Assert.True(Codec.Equal(TestConfig.Public, config.Public));
        using Prover prover = new(config.Secrets);
        Request oper = new(1, "leaf-1", 1, 1, 1, new ClientLine(1, null, "OPER root rootpassword"));
        Assert.Equal(TestConfig.Prove(oper), await prover.ProveAsync(oper));
    }

    [Fact]
    public void The_configuration_of_load_tests_is_good() => ConfigReader.ReadFile(PathOf("load.yaml"));

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "config", file);
}
