using System.Buffers;
using System.Globalization;
using System.Text;

namespace IrcNats.Wire;

/// <summary>Every NATS subject and stream of a network, made in one place. Each subject starts with its name.</summary>
public sealed class Subjects
{
    // What may stand in a token as it is; the rest is written =XX (hexadecimal of its UTF-8 bytes).
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public Subjects(string network = "irc")
    {
        if (network.Length == 0 || network.AsSpan().ContainsAnyExcept(Plain))
            throw new ArgumentException($"network '{network}': letters, digits, '-' and '_' only", nameof(network));
        Network = network;
        Log = $"{network}.log";
        Cast = $"{network}.cast";
        Beat = $"{network}.beat";
        Commands = $"{network}.cmd.>";
        Proofs = $"{network}.prove.*";
        string stream = network.ToUpperInvariant().Replace('-', '_');
        LogStream = $"{stream}_LOG";
        SnapshotStream = $"{stream}_SNAP";
        HistoryStream = $"{stream}_HIST";
    }

    /// <summary>
    /// The queue group of the roots that answer <see cref="Proofs"/>: one of them gets each question.
    /// </summary>
    public const string Roots = "roots";

    /// <summary>Asks every root of any network for what it says of itself.</summary>
    public const string AllRoots = "$SRV.INFO.ircnats-root";

    /// <summary>How a probe's subject ends.</summary>
    public const string ProbeVerb = ".PROBE";

    public string Network { get; }
    /// <summary>Where the active root appends entries.</summary>
    public string Log { get; }
    /// <summary>Where JetStream republishes stored entries.</summary>
    public string Cast { get; }
    public string Beat { get; }
    /// <summary>Every leaf's requests.</summary>
    public string Commands { get; }
    /// <summary>Questions of every leaf that any root answers, outside the order.</summary>
    public string Proofs { get; }
    public string LogStream { get; }
    public string SnapshotStream { get; }
    public string HistoryStream { get; }
    public string Snapshots => $"{Network}.snap.>";
    /// <summary>The network's snapshots.</summary>
    public SnapshotSubjects Saved => new($"{Network}.snap");
    /// <summary>The network as of where its archiver is, in the same stream.</summary>
    public SnapshotSubjects ArchiverPlace => new($"{Network}.snap.archiver");
    /// <summary>Everything that is archived in JetStream.</summary>
    public string History => $"{Network}.hist.>";
    /// <summary>Where archivers say that they write.</summary>
    public string HistoryPen => $"{Network}.hist.pen";
    /// <summary>A channel's messages, by a hash of the target's key.</summary>
    public string ChannelHistory(string hash) => $"{Network}.hist.c.{hash}";
    /// <summary>Messages between two accounts, by hashes of them; '*' for any.</summary>
    public string DirectHistory(string one, string other) => $"{Network}.hist.d.{one}.{other}";
    public string Command(string leaf, string verb) => $"{Network}.cmd.{Escape(leaf)}.{Escape(verb)}";
    /// <summary>Where a root asks whether another root takes requests. NATS itself says so if nobody listens.</summary>
    public string Probe(string root) => $"{Network}.cmd.{Escape(root)}{ProbeVerb}";
    /// <summary>
    /// Whether the subject is one of the leaf that the request names: NATS permissions guard the subject.
    /// </summary>
    public bool IsCommandOf(string subject, string leaf)
    {
        ReadOnlySpan<char> rest = subject.AsSpan(Commands.Length - 1);
        string token = Escape(leaf);
        return rest.Length > token.Length
            && rest.StartsWith(token, StringComparison.Ordinal)
            && rest[token.Length] == '.';
    }

    public string Proof(string leaf) => $"{Network}.prove.{Escape(leaf)}";

    /// <summary>Prefix of a leaf's reply subjects; each request appends its incarnation and number.</summary>
    public string Replies(string leaf) => $"{Network}.reply.{Escape(leaf)}";
    public string Control(string node) => $"{Network}.ctl.{Escape(node)}";
    /// <summary>Where a root receives the acknowledgements of its appends.</summary>
    public string Acks(string node, ulong nonce) => $"{Network}.ack.{Escape(node)}.{nonce:x}";

    /// <summary>A name as one subject token: what NATS forbids is written =XX.</summary>
    public static string Escape(string name)
    {
        if (name.Length > 0 && !name.AsSpan().ContainsAnyExcept(Plain)) return name;
        if (name.Length == 0) return "=";
        StringBuilder token = new();
        foreach (byte b in Encoding.UTF8.GetBytes(name))
            _ = Plain.Contains((char)b) ? token.Append((char)b) : token.Append('=').Append(b.ToString("X2"));
        return token.ToString();
    }
}

/// <summary>Where snapshots of one kind are, below a prefix.</summary>
public readonly record struct SnapshotSubjects(string Prefix)
{
    public string Manifest => $"{Prefix}.manifest";
    /// <summary>The first chunk of each.</summary>
    public string FirstChunks => $"{Prefix}.*.0";
    public string Chunk(ulong seq, int index) => $"{Prefix}.{seq}.{index}";
    public string Chunks(ulong seq) => $"{Prefix}.{seq}.*";

    /// <summary>Of which sequence the snapshot is that has this subject's chunk; null: it is another subject.</summary>
    public ulong? SeqOf(string subject) =>
        subject.StartsWith(Prefix, StringComparison.Ordinal)
        && subject[(Prefix.Length + 1)..].Split('.') is [var seq, _]
        && ulong.TryParse(seq, CultureInfo.InvariantCulture, out ulong number) ? number : null;
}
