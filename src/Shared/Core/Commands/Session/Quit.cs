namespace IrcNats.Commands;

/// <summary>QUIT [:reason] - https://modern.ircdocs.horse/#quit-message</summary>
[IrcCommand("QUIT", At.Session, Stages = Stages.Registering | Stages.Registered,
    Takes = "[:reason]", Says = "Leaves the network.")]
static class Quit;
