using System.Buffers.Text;
using System.Text;

namespace IrcNats.Chaos.Clients;

/// <summary>A line from the network, taken apart as far as the clients need it.</summary>
readonly ref struct Spoken
{
    private Spoken(
        ReadOnlySpan<byte> tags, ReadOnlySpan<byte> nick, ReadOnlySpan<byte> command, ReadOnlySpan<byte> rest)
    {
        Tags = tags;
        Nick = nick;
        Command = command;
        Rest = rest;
    }

    /// <summary>The tags as they are, without the @.</summary>
    public ReadOnlySpan<byte> Tags { get; }
    /// <summary>The label; empty if there is none.</summary>
    public ReadOnlySpan<byte> Label => Tag("label"u8);
    /// <summary>The nick of the sender, without user and host.</summary>
    public ReadOnlySpan<byte> Nick { get; }
    public ReadOnlySpan<byte> Command { get; }
    /// <summary>The parameters as they are.</summary>
    public ReadOnlySpan<byte> Rest { get; }

    public static Spoken Read(ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> tags = line.StartsWith("@"u8) ? Word(ref line) : default;
        ReadOnlySpan<byte> source = line.StartsWith(":"u8) ? Word(ref line)[1..] : default;
        int user = source.IndexOf((byte)'!');
        return new Spoken(tags.IsEmpty ? tags : tags[1..], user < 0 ? source : source[..user], Word(ref line), line);
    }

    public bool Is(ReadOnlySpan<byte> command) => Command.SequenceEqual(command);

    /// <summary>The value of a tag; empty if it has none, or there is no such tag.</summary>
    public ReadOnlySpan<byte> Tag(ReadOnlySpan<byte> key)
    {
        ReadOnlySpan<byte> rest = Tags;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)';');
            ReadOnlySpan<byte> tag = end < 0 ? rest : rest[..end];
            if (tag.StartsWith(key) && tag[key.Length..] is [(byte)'=', .. var value]) return value;
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return default;
    }

    /// <summary>The number with which the text begins; 0 if it begins with none.</summary>
    public int Number()
    {
        int text = Rest.IndexOf(" :"u8);
        return text >= 0 && Utf8Parser.TryParse(Rest[(text + 2)..], out int number, out _) ? number : 0;
    }

    /// <summary>The number after the letter of a client's nick; -1 if there is none.</summary>
    public int Speaker() =>
        Nick.Length > 1 && Utf8Parser.TryParse(Nick[1..], out int number, out int used) && used == Nick.Length - 1
            ? number
            : -1;

    /// <summary>The number in the label; 0 if there is none.</summary>
    public int LabelNumber() => Utf8Parser.TryParse(Label, out int number, out _) ? number : 0;

    public override string ToString() =>
        $"{Encoding.UTF8.GetString(Nick)} {Encoding.UTF8.GetString(Command)} {Encoding.UTF8.GetString(Rest)}";

    private static ReadOnlySpan<byte> Word(scoped ref ReadOnlySpan<byte> line)
    {
        int end = line.IndexOf((byte)' ');
        ReadOnlySpan<byte> word = end < 0 ? line : line[..end];
        line = end < 0 ? default : line[(end + 1)..];
        return word;
    }
}
