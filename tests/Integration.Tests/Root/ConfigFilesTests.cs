using IrcNats.Leaf.Core;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.State;
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
    public void The_configuration_of_transcripts_is_the_one_they_are_played_with_in_memory()
    {
        LoadedConfig config = ConfigReader.ReadFile(Path.Combine(AppContext.BaseDirectory, "transcripts.yaml"));
        Assert.True(Codec.Equal(TestConfig.Public, config.Public));
        Assert.Equal(
            from block in TestConfig.Secrets.Opers.Values orderby block.Oper.Name select Said(block),
            from block in config.Secrets.Opers.Values orderby block.Oper.Name select Said(block));
        TestDoor door = new(config);
        Assert.Equal(ProofKind.Right, Prove(Purpose.Oper, "root", "rootpassword"));
        Assert.Equal(ProofKind.Right, Prove(Purpose.Oper, "staff", "staffpassword"));
        Assert.Equal(ProofKind.Right, Prove(Purpose.Gateway, "web", "rootpassword"));

        static object Said(OperBlock block) => (block.Oper, block.Certfp, block.IsAutomatic);

        ProofKind Prove(Purpose purpose, string name, string password) =>
            door.Prove(new Wanted(1, purpose, name, password, "127.0.0.1"), "leaf-1", 1, 1000).Kind;
    }

    [Fact]
    public void The_configuration_of_load_tests_is_good() => ConfigReader.ReadFile(PathOf("load.yaml"));

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "config", file);
}
