namespace IrcNats.Commands;

/// <summary>CAP LS, LIST, REQ and END - https://ircv3.net/specs/extensions/capability-negotiation</summary>
[IrcCommand("CAP", At.Session, Stages = Stages.Registering | Stages.Registered, MinParams = 1,
    Takes = "LS|LIST|REQ|END [:capabilities]", Says = "Negotiates extensions of the protocol.")]
static class Cap;
