using IrcNats.Commands;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Tests.Commands;

public sealed class HelpTests
{
    private static readonly string[] s_ofModes = ["CMODES", "EXTBANS", "FLOOD", "SNOMASKS", "UMODES"];

    private readonly TestNetwork _network = new();
    private readonly User _user;

    public HelpTests() => _user = _network.Add("alice");

    [Fact]
    public void Every_command_has_help_and_nothing_else_has()
    {
        string[] index = [.. from line in _network.Do(_user, "HELP")
                             where line.Command == Numeric.RPL_HELPTXT.Code
                             from subject in line.Params[^1].Split(' ')
                             select subject];
        Assert.Equal(CommandTable.All.Keys.Concat(s_ofModes).Order(), index);
    }

    [Fact]
    public void Every_subject_of_the_index_is_explained()
    {
        foreach (string subject in CommandTable.All.Keys.Concat(s_ofModes))
        {
            IReadOnlyList<Line> help = _network.Do(_user, $"HELP {subject}");
            Assert.InRange(help.Count, 3, 60);
            Assert.All(help, line => Assert.Equal(subject, line.Params[1]));
            Assert.All(help, line => Assert.NotEmpty(line.Params[^1]));
        }
    }

    [Fact]
    public void Every_mode_is_explained()
    {
        string channel = string.Join('\n', _network.Do(_user, "HELP CMODES"));
        string user = string.Join('\n', _network.Do(_user, "HELP UMODES"));
        Assert.All(Isupport.ChannelLetters, letter => Assert.Contains($":{letter}  ", channel));
        string extbans = string.Join('\n', _network.Do(_user, "HELP EXTBANS"));
        Assert.All(ExtbanTable.Letters, letter => Assert.Contains($":{letter}  ", extbans));
        Assert.All(UserModeTable.Letters, letter => Assert.Contains($":{letter}  ", user));
    }
}
