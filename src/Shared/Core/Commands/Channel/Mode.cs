using System.Globalization;
using IrcNats.Protocol;
using IrcNats.State;
using static IrcNats.Protocol.Numeric;

namespace IrcNats.Commands;

/// <summary>MODE target [changes [parameters]] - https://modern.ircdocs.horse/#mode-message</summary>
static class Mode
{
    [IrcCommand("MODE", At.Root, MinParams = 1,
        Takes = "channel|nick [modes [parameters]]", Says = "Shows or changes modes; see CMODES, EXTBANS, UMODES.")]
    static Decision Handle(Network net, Caller by, Line line)
    {
        string target = line.Params[0];
        if (!target.StartsWith('#')) return UserModeCommand.Handle(net, by, line);
        if (net.FindChannel(target) is not { } channel) return ERR_NOSUCHCHANNEL.For(by.Nick, target);
        if (line.Params.Count == 1) return Decision.Reply(Show(net, by, channel));
        ChannelModeEdit edit = new(net, by, channel);
        foreach (ModeRequest request in
                 ModeRequest.Parse(line.Params[1], line.Params.Skip(2), net.Config.Limits.ModesPerCommand))
            edit.Try(request);
        return edit.Decide();
    }

    /// <summary>324 and 329. Only members see the key; others see that there is one.</summary>
    private static IEnumerable<Line> Show(Network net, Caller by, Channel channel)
    {
        bool isMember = net.FindMember(channel.Name, by.Id) is not null;
        string letters = "+";
        List<string> parameters = [];
        foreach (ChannelMode mode in ChannelModeTable.All)
        {
            string? parameter = mode.Read(channel);
            if (mode.Kind == ModeKind.Parameter && !isMember && parameter is not null) parameter = "*";
            if (parameter is not null) parameters.Add(parameter);
            if (parameter is not null || channel.Has(mode.Bit)) letters += mode.Letter;
        }

        return
        [
            RPL_CHANNELMODEIS.For(by.Nick, [channel.Name, letters, .. parameters]),
            RPL_CREATIONTIME.For(by.Nick, channel.Name,
                (channel.Created / 1000).ToString(CultureInfo.InvariantCulture)),
        ];
    }
}
