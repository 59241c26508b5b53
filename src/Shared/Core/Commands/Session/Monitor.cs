namespace IrcNats.Commands;

/// <summary>MONITOR + nicks, - nicks, C, L and S - https://ircv3.net/specs/extensions/monitor</summary>
[IrcCommand("MONITOR", At.Session, MinParams = 1, Reads = true,
    Takes = "+|- nick[,nick …] or C, L, S", Says = "Tells you when the nicks come and go.")]
static class Monitor;
