using IrcNats.Protocol;
using IrcNats.State;
using IrcNats.Transcripts;

namespace IrcNats.Tests.Transcripts;

/// <summary>
/// Users come, go, rename and promote each other at random while a leaf is behind. When it has begun again, the lists
/// of members that its clients keep, by the lines they are shown alone, are what NAMES says.
/// </summary>
public sealed class MissedChangesTests
{
    private const int Seeds = 30, Rounds = 4, Steps = 25;

    private static readonly string[] s_here = ["a", "b", "c"], s_there = ["d", "e", "f"];
    private static readonly string[] s_channels = ["#x", "#y", "#z"];
    private static readonly string[] s_modes = ["+o", "-o", "+v", "-v", "+h", "-h", "+D", "-D"];

    [Fact]
    public async Task Every_client_knows_who_is_there_when_its_leaf_has_begun_again()
    {
        for (int seed = 1; seed <= Seeds; seed++) await PlayAsync(new Random(seed), seed);
    }

    private static async Task PlayAsync(Random dice, int seed)
    {
        await using MemoryStage stage = new(leaves: 2);
        foreach (string name in s_here) await RegisterAsync(stage, name, "leaf1");
        foreach (string name in s_there) await RegisterAsync(stage, name, "leaf2");
        Dictionary<string, Window> windows = s_here.ToDictionary(name => name, name => new Window(name));
        for (int round = 0; round < Rounds; round++)
        {
            bool isBehind = dice.Next(4) > 0;
            if (isBehind) await stage.DoAsync("behind leaf1");
            for (int step = 0; step < Steps; step++) await ActAsync(stage, dice);
            if (isBehind) await stage.DoAsync("again leaf1");
            await stage.SettleAsync(null);
            foreach (var (name, window) in windows) await CompareAsync(stage, name, window, $"seed {seed}, {round}");
        }
    }

    private static async Task ActAsync(MemoryStage stage, Random dice)
    {
        string who = Any(dice, [.. s_here, .. s_there]), channel = Any(dice, s_channels);
        string nick = Any(dice, [.. stage.Root.Users.Select(u => u.Nick)]);
        switch (dice.Next(10))
        {
            case < 3: await stage.SendAsync(who, $"JOIN {channel}"); break;
            case < 4: await stage.SendAsync(who, $"PART {channel}"); break;
            case < 6: await stage.SendAsync(who, $"NICK {Any(dice, [.. s_here, .. s_there, "g", "h", "i"])}"); break;
            case < 8: await stage.SendAsync(who, $"MODE {channel} {Any(dice, s_modes)} {nick}"); break;
            case < 9: await stage.SendAsync(who, $"KICK {channel} {nick}"); break;
            default: await ComeAgainAsync(stage, Any(dice, s_there), dice); break;
        }
    }

    private static async Task ComeAgainAsync(MemoryStage stage, string who, Random dice)
    {
        await stage.CloseAsync(who);
        await RegisterAsync(stage, who, "leaf2");
        while (!stage.Inbox(who).Any(l => l.Contains(" 001 ", StringComparison.Ordinal)))
            await stage.SendAsync(who, $"NICK {who}{dice.Next(100)}");
    }

    private static async Task RegisterAsync(MemoryStage stage, string name, string leaf)
    {
        await stage.ConnectAsync(name, leaf);
        string[] lines = ["CAP REQ multi-prefix", $"NICK {name}", $"USER {name} 0 * :{name}", "CAP END"];
        foreach (string line in lines) await stage.SendAsync(name, line);
    }

    private static async Task CompareAsync(MemoryStage stage, string name, Window window, string when)
    {
        List<string> read = [];
        Read();
        foreach (string channel in s_channels.Where(window.Members.ContainsKey))
        {
            string known = window.Show(channel);
            window.Members[channel].Clear();
            await stage.SendAsync(name, $"NAMES {channel}");
            Read();
            string asked = window.Show(channel);
            string shown = string.Join('\n', read);
            Assert.True(known == asked, $"{when}: {name} knew {known}, {channel} is {asked}\n{shown}");
        }

        UserId self = stage.Root.FindUser(window.Nick)!.Id;
        Assert.Equal(stage.Root.ChannelsOf(self).Select(c => c.Name), window.Members.Keys.Order());

        void Read()
        {
            while (stage.Inbox(name).TryDequeue(out string? line))
            {
                read.Add(line);
                window.Take(Line.Parse(line));
            }
        }
    }

    private static string Any(Random dice, string[] some) => some[dice.Next(some.Length)];

    /// <summary>What a client keeps of its channels: nicks and the letters of their statuses.</summary>
    private sealed class Window(string nick)
    {
        public string Nick { get; private set; } = nick;

        public Dictionary<string, SortedDictionary<string, HashSet<char>>> Members { get; } = [];

        public string Show(string channel) => string.Join(
            ' ', Members[channel].Select(m => $"{string.Concat(m.Value.Order())}/{m.Key}"));

        public void Take(Line line)
        {
            string who = line.Source?.Split('!')[0] ?? "";
            switch (line.Command)
            {
                case "JOIN" when who == Nick: Members.Add(line.Params[0], []); break;
                case "JOIN": Members[line.Params[0]].Add(who, []); break;
                case "PART": Remove(line.Params[0], who); break;
                case "KICK": Remove(line.Params[0], line.Params[1]); break;
                case "QUIT": Quit(who); break;
                case "NICK": Rename(who, line.Params[0]); break;
                case "MODE" when Members.TryGetValue(line.Params[0], out var members): Change(members, line); break;
                case "353": Names(line); break;
            }
        }

        private void Remove(string channel, string who)
        {
            if (who == Nick) Assert.True(Members.Remove(channel), $"{who} was not in {channel}");
            else Assert.True(Members[channel].Remove(who), $"{who} was not in {channel}");
        }

        private void Quit(string who)
        {
            Assert.NotEqual(Nick, who);
            foreach (var members in Members.Values) members.Remove(who);
        }

        private void Rename(string who, string to)
        {
            foreach (var members in Members.Values)
                if (members.Remove(who, out HashSet<char>? statuses)) members.Add(to, statuses);
            if (who == Nick) Nick = to;
        }

        private static void Change(SortedDictionary<string, HashSet<char>> members, Line line)
        {
            bool adds = true;
            int next = 2;
            foreach (char letter in line.Params[1])
            {
                if (letter is '+' or '-') adds = letter == '+';
                else if (MemberModeTable.Find(letter) is null) continue;
                else if (adds) members[line.Params[next++]].Add(letter);
                else Assert.True(members[line.Params[next++]].Remove(letter), line.ToString());
            }
        }

        private void Names(Line line)
        {
            foreach (string shown in line.Params[3].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                string name = shown.TrimStart([.. MemberModeTable.Prefixes]);
                var letters = shown[..^name.Length].Select(p => MemberModeTable.OfPrefix(p)!.Letter);
                Members[line.Params[2]][name] = [.. letters];
            }
        }
    }
}
