using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>Words that share a last parameter, on as few lines as hold them.</summary>
static class Packed
{
    /// <summary><paramref name="make"/> gives the line for the words it is handed; no words give no line.</summary>
    public static IEnumerable<Line> Lines(
        Network net, IEnumerable<string> words, Func<string, Line> make, char separator = ' ') =>
        Utf8Text.Pack(words, Limits.LineLen - make("").BodyLength(net.Config.ServerName), separator).Select(make);
}
