using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>HELP [subject], also as HELPOP - https://modern.ircdocs.horse/#help-message</summary>
static class Help
{
    [IrcCommand("HELP", At.Leaf,
        Takes = "[subject]", Says = "Explains a command, CMODES and UMODES (modes), or EXTBANS.")]
    [IrcCommand("HELPOP", At.Leaf,
        Takes = "[subject]", Says = "The same as HELP.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string asked = line.Params.FirstOrDefault("");
        string subject = asked.Length == 0 ? HelpText.Index : asked.ToUpperInvariant();
        return HelpText.Of(subject) is [var title, .. var text]
            ? Decision.Reply([
                RPL_HELPSTART.For(by.Nick, subject, title),
                .. text.Select(t => RPL_HELPTXT.For(by.Nick, subject, t)),
                RPL_ENDOFHELP.For(by.Nick, subject),
            ])
            : ERR_HELPNOTFOUND.For(by.Nick, asked);
    }
}
