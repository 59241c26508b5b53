using System.Text;
using IrcNats.Events;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>SETNAME :realname - https://ircv3.net/specs/extensions/setname</summary>
static class SetName
{
    [IrcCommand("SETNAME", At.Root, MinParams = 1,
        Takes = ":realname", Says = "Changes your realname.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string realname = line.Params[0];
        if (string.IsNullOrWhiteSpace(realname)) return Invalid("A realname cannot be empty");
        int most = net.Config.Limits.NameLen;
        if (Encoding.UTF8.GetByteCount(realname) > most) return Invalid($"A realname has at most {most} bytes");
        return FilterGate.Pass(
            net, by, new ShownText(FilterPlaces.Realnames, line.Command, "realname", [realname]),
            new RealnameChanged(by.Id, realname));
    }

    private static Line Invalid(string why) => StandardReply.Fail("SETNAME", "INVALID_REALNAME", why);
}
