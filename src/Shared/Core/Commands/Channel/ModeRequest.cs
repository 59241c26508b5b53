using IrcNats.State;

namespace IrcNats.Commands;

/// <summary>A change that a channel MODE line asks for; a list mode without a parameter asks to see the list.</summary>
readonly record struct ModeRequest(bool Adds, char Letter, string? Parameter)
{
    /// <summary>
    /// Reads "+ov-b" and its parameters. A request that lacks its parameter is left out, and so is one beyond the most
    /// parameters of a line (MODES). Unknown letters are kept, so that they can be refused.
    /// </summary>
    public static IEnumerable<ModeRequest> Parse(string letters, IEnumerable<string> parameters, int mostParameters)
    {
        Queue<string> left = new(parameters.Take(mostParameters));
        bool adds = true;
        foreach (char letter in letters)
        {
            if (letter is '+' or '-')
            {
                adds = letter == '+';
                continue;
            }

            string? parameter = TakesParameter(letter, adds) && left.TryDequeue(out string? next) ? next : null;
            if (parameter is not null || !NeedsParameter(letter, adds))
                yield return new ModeRequest(adds, letter, parameter);
        }
    }

    private static bool TakesParameter(char letter, bool adds) => ChannelModeTable.Find(letter)?.Kind switch
    {
        ModeKind.List or ModeKind.Parameter => true,
        ModeKind.SetParameter => adds,
        ModeKind.Flag => false,
        _ => MemberModeTable.Find(letter) is not null,
    };

    /// <summary>A list can be asked for without one, and a key can be removed by a user who does not know it.</summary>
    private static bool NeedsParameter(char letter, bool adds) => ChannelModeTable.Find(letter)?.Kind switch
    {
        ModeKind.Parameter or ModeKind.SetParameter => adds,
        null => MemberModeTable.Find(letter) is not null,
        _ => false,
    };
}
