namespace IrcNats.Commands;

/// <summary>MONITOR + nicks, - nicks, C, L and S - https://ircv3.net/specs/extensions/monitor</summary>
[IrcCommand("MONITOR", At.Session, MinParams = 1, Reads = true)]
static class Monitor;
