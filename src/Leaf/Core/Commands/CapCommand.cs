using System.Text;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Leaf.Core;

/// <summary>CAP LS, LIST, REQ and END. https://ircv3.net/specs/extensions/capability-negotiation</summary>
sealed class CapCommand(Replica replica, Output output) : ISessionHandler
{
    // Bytes of names in one CAP line: 512 less the server's name, the nick and the rest of the line.
    private const int NamesPerLine = 350;

    public string Verb => "CAP";

    public void Handle(Session session, Line line)
    {
        switch (line.Params[0].ToUpperInvariant())
        {
            case "LS":
                List(session, line);
                break;
            case "LIST":
                Send(session, "LIST", CapabilityTable.All.SelectMany(c => Enabled(session, c)));
                break;
            case "REQ":
                Request(session, line);
                break;
            case "END":
                session.Negotiating = false;
                break;
            case "":
                output.Tell(session, ERR_NEEDMOREPARAMS.For(session.Called, "CAP"));
                break;
            default:
                output.Tell(session, ERR_INVALIDCAPCMD.For(session.Called, line.Params[0]));
                break;
        }
    }

    private void List(Session session, Line line)
    {
        int version = line.Params.Count > 1 && int.TryParse(line.Params[1], out int asked) ? asked : 301;
        session.CapVersion = Math.Max(session.CapVersion, version);
        if (session.Stage == Stage.Registering) session.Negotiating = true;
        if (version < 302)
        {
            ListInOneLine(session);
            return;
        }

        session.Capabilities |= Capabilities.CapNotify;
        Send(session, "LS", CapabilityTable.All.SelectMany(c => Offered(replica.Config, session, c)));
    }

    /// <summary>
    /// The configuration changed. A session loses the capabilities that it took away. Sessions with cap-notify are told
    /// of them (DEL), and of those that are new or have another value (NEW). STS forbids that it is taken back.
    /// </summary>
    public void TellOfChanges(Session session, NetworkConfig before)
    {
        NetworkConfig now = replica.Config;
        Capability[] gone = [.. CapabilityTable.All.Where(c => c.ExistsIn(before) && !c.ExistsIn(now))];
        foreach (Capability capability in gone) session.Capabilities &= ~capability.Bit;
        if (!session.Has(Capabilities.CapNotify)) return;
        string[] names =
            [.. gone.Where(c => Offered(before, session, c).Any()).SelectMany(c => c.Aliases.Prepend(c.Name))];
        if (names.Length > 0) Send(session, "DEL", names);
        string[] changes =
            [.. CapabilityTable.All.SelectMany(c => Offered(now, session, c).Except(Offered(before, session, c)))];
        if (changes.Length > 0) Send(session, "NEW", changes);
    }

    private static IEnumerable<string> Offered(NetworkConfig config, Session session, Capability capability)
    {
        if (capability.Bit == Capabilities.Sts)
            return StsPolicy.ValueFor(config.Transport.Sts, session.Peer) is { } policy ? [$"sts={policy}"] : [];
        if (session.Peer.Door.HasFlag(Door.StsOnly) || !capability.ExistsIn(config)) return [];
        string? value = capability.ValueIn?.Invoke(config) ?? capability.Value;
        return capability.Aliases.Prepend(value is null ? capability.Name : $"{capability.Name}={value}");
    }

    // Before version 302 there is one line, and nobody asks for drafts and vendors' capabilities.
    private void ListInOneLine(Session session)
    {
        IEnumerable<string> names =
            from c in CapabilityTable.All
            where !c.Informational && !c.Name.Contains('/') && c.ExistsIn(replica.Config)
            select c.Name;
        // STS has a value, which version 302 brought.
        string text = session.Peer.Door.HasFlag(Door.StsOnly) ? "" : Utf8Text.Pack(names, NamesPerLine).First();
        output.Tell(session, new Line(null, "CAP", session.Called, "LS", text) { Trailing = true });
    }

    // By the name it was asked for.
    private static string[] Enabled(Session session, Capability capability)
    {
        if (!session.Has(capability.Bit)) return [];
        string[] aliases = [.. capability.Aliases.Where(a => session.CapabilityAliases?.Contains(a) == true)];
        return aliases.Length > 0 ? aliases : [capability.Name];
    }

    private void Request(Session session, Line line)
    {
        if (session.Stage == Stage.Registering) session.Negotiating = true;
        string asked = line.Params.Count > 1 ? line.Params[1] : "";
        string[] words = asked.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Capabilities? wanted = Asked(replica.Config, session, words);
        string verdict = wanted is null ? "NAK" : "ACK";
        foreach (string text in Fitting(session, asked, words))
            output.Tell(session, new Line(null, "CAP", session.Called, verdict, text) { Trailing = true });
        if (wanted is null) return;
        session.Capabilities = wanted.Value;
        foreach (string word in words) RememberAlias(session, word);
    }

    // In the words of the client. A request as long as a line does not fit into one answer: it is answered in several
    // lines, and no name is cut.
    private IEnumerable<string> Fitting(Session session, string asked, string[] words)
    {
        Line answer = new(null, "CAP", session.Called, "ACK", asked) { Trailing = true };
        return answer.BodyLength(replica.Config.ServerName) <= Limits.LineLen
            ? [asked]
            : Utf8Text.Pack(words, NamesPerLine);
    }

    // All or nothing: one name that cannot be had, and nothing changes.
    private static Capabilities? Asked(NetworkConfig config, Session session, string[] words)
    {
        Capabilities wanted = session.Capabilities;
        foreach (string word in words)
        {
            bool off = word[0] == '-';
            if (CapabilityTable.Find(off ? word[1..] : word) is not { Informational: false } capability) return null;
            if (!off && !capability.ExistsIn(config)) return null;
            if (off && capability.Bit == Capabilities.CapNotify && session.CapVersion >= 302) return null;
            wanted = off ? wanted & ~capability.Bit : wanted | capability.Bit;
        }

        return wanted;
    }

    // Nearly no client asks for one, so nearly no session keeps any.
    private static void RememberAlias(Session session, string word)
    {
        if (word[0] == '-') session.CapabilityAliases?.Remove(word[1..]);
        else if (CapabilityTable.Find(word) is { } capability && capability.Name != word)
            (session.CapabilityAliases ??= []).Add(word);
    }

    private void Send(Session session, string verb, IEnumerable<string> names)
    {
        string[] lines = [.. Utf8Text.Pack(names, NamesPerLine).DefaultIfEmpty("")];
        foreach (var (index, text) in lines.Index())
        {
            bool more = index < lines.Length - 1 && session.CapVersion >= 302 && verb is "LS" or "LIST";
            string[] args = more ? [session.Called, verb, "*", text] : [session.Called, verb, text];
            output.Tell(session, new Line(null, "CAP", args) { Trailing = true });
        }
    }
}
