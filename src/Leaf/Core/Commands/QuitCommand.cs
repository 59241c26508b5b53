using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>QUIT [:reason] - https://modern.ircdocs.horse/#quit-message</summary>
sealed class QuitCommand(Replica replica, Sessions sessions) : ISessionHandler
{
    public string Verb => "QUIT";

    public void Handle(Session session, Line line)
    {
        int longest = replica.Config.Limits.KickLen;
        string said = line.Params.Count > 0 ? Utf8Text.Truncate(line.Params[0], longest) : "";
        sessions.End(session, Ending.Quit(said.Length == 0 ? "Client quit" : $"Quit: {said}"));
    }
}
