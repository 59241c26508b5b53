namespace IrcNats.Root.Tracing;

/// <summary>
/// What --only asks for: a channel, a nick or a verb. A text matches if it has that as a word, in any case. This class
/// also knows what an event is called when it is asked for by verb.
/// </summary>
sealed class Interest(string word)
{
    private const string WordCharacters = "#&-_[]{}\\|^`~";

    private static readonly Dictionary<string, string> s_verbs = new()
    {
        ["UserRegistered"] = "SESSION-OPEN", ["UserQuit"] = "QUIT", ["NickChanged"] = "NICK",
        ["ChannelJoined"] = "JOIN", ["ChannelParted"] = "PART", ["MemberKicked"] = "KICK", ["TopicSet"] = "TOPIC",
        ["ChannelModesChanged"] = "MODE",
        ["UserModesChanged"] = "MODE", ["UserInvited"] = "INVITE", ["AwayChanged"] = "AWAY",
        ["RealnameChanged"] = "SETNAME", ["OperGranted"] = "OPER", ["WallopsSent"] = "WALLOPS",
        ["BanSet"] = "UBAN", ["BanLifted"] = "UBAN", ["UsersBanned"] = "UBAN",
        ["RegistrationChanged"] = "CHANSERV", ["ChannelUnregistered"] = "CHANSERV", ["ChannelPurged"] = "CHANSERV",
        ["ServiceModesChanged"] = "MODE", ["FloodStopped"] = "KICK", ["JoinsHeld"] = "JOIN",
        ["DefconSet"] = "DEFCON", ["MembersCleared"] = "CLEAR", ["SnoMasksSet"] = "MODE", ["FilterSet"] = "FILTER",
        ["FilterRemoved"] = "FILTER", ["FilterHit"] = "FILTER",
        ["GlobopsSent"] = "GLOBOPS", ["MessageRelayed"] = "RELAYMSG",
        ["LeafStarted"] = "LEAF-UP", ["SessionOpened"] = "SESSION-OPEN", ["SessionClosed"] = "SESSION-CLOSE",
        ["SessionAttached"] = "SESSION-OPEN", ["SessionDetached"] = "SESSION-CLOSE",
        ["SessionAwaySet"] = "AWAY", ["AccountSettingsSet"] = "NICKSERV",
        ["ReadMarkerSet"] = "MARKREAD",
        ["SessionSentAway"] = "SESSION-AWAY", ["UserSentAway"] = "SESSION-AWAY",
        ["LeafUp"] = "LEAF-UP", ["Sync"] = "SYNC",
    };

    /// <summary>Whether it asks for this type, by its own name or by the verb that leads to it.</summary>
    public bool IsType(string name) =>
        name.Equals(word, StringComparison.OrdinalIgnoreCase)
        || (s_verbs.TryGetValue(name, out string? verb) && verb.Equals(word, StringComparison.OrdinalIgnoreCase));

    public bool IsIn(ReadOnlySpan<char> text)
    {
        for (int from = 0; from <= text.Length - word.Length;)
        {
            int at = text[from..].IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at < 0) return false;
            at += from;
            if (!IsPart(text, at - 1) && !IsPart(text, at + word.Length)) return true;
            from = at + 1;
        }

        return false;
    }

    private static bool IsPart(ReadOnlySpan<char> text, int at) =>
        at >= 0 && at < text.Length
        && (char.IsLetterOrDigit(text[at]) || WordCharacters.Contains(text[at], StringComparison.Ordinal));
}
