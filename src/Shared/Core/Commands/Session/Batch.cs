namespace IrcNats.Commands;

/// <summary>BATCH +name type target, BATCH -name: a message of several lines.
/// https://ircv3.net/specs/extensions/client-batch</summary>
[IrcCommand("BATCH", At.Session,
    Takes = "+name draft/multiline target | -name", Says = "Begins or ends a message of several lines.")]
static class Batch;
