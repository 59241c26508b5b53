namespace IrcNats.Commands;

/// <summary>CAP LS, LIST, REQ and END - https://ircv3.net/specs/extensions/capability-negotiation</summary>
[IrcCommand("CAP", At.Session, Stages = Stages.Registering | Stages.Registered, MinParams = 1)]
static class Cap;
