using System.Runtime.InteropServices;
using IrcNats.State;

namespace IrcNats.Root.Config;

/// <summary>The modes that an operator's block gives, such as "+iws ckx": user modes, and notices of the server.
/// https://github.com/ergochat/ergo/blob/stable/docs/MANUAL.md</summary>
[StructLayout(LayoutKind.Auto)]
readonly record struct OperModes(UserModes Modes, SnoMasks Notices)
{
    private const char NoticesLetter = 's';

    public static Kind<OperModes> Kind { get; } =
        Kinds.Scalar("modes, such as +iw or +is acdjk", Read, _ => "none");

    private static OperModes Read(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not ([['+', ..]] or [['+', ..], _]))
            throw new FormatException($"'{text}' is not of the form \"+iw\" or \"+is acdjk\"");
        UserModes modes = UserModes.None;
        foreach (char letter in words[0].Skip(1).Where(c => c != NoticesLetter))
            modes |= UserModeTable.Find(letter) is { BySelf: true } mode
                ? mode.Bit
                : throw new FormatException($"'{letter}' is no mode that a user can set");
        bool wantsNotices = words[0].Contains(NoticesLetter, StringComparison.Ordinal);
        return wantsNotices == (words.Length == 2)
            ? new OperModes(modes, words.Length == 2 ? NoticesIn(words[1]) : SnoMasks.None)
            : throw new FormatException($"'{text}': letters of notices stand behind s, and s needs them");
    }

    private static SnoMasks NoticesIn(string letters)
    {
        SnoMasks notices = SnoMaskTable.Change(SnoMasks.None, letters, adds: true, out string unknown);
        return unknown.Length == 0 ? notices : throw new FormatException($"there are no notices '{unknown}'");
    }
}
