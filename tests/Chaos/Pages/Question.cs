using System.Globalization;
using IrcNats.State;

namespace IrcNats.Chaos.Pages;

/// <summary>The kinds of CHATHISTORY. https://ircv3.net/specs/extensions/chathistory</summary>
public enum Asked
{
    Latest,
    Before,
    After,
    Between,
    Around,
}

/// <summary>One CHATHISTORY by msgids.</summary>
/// <param name="From">The first reference; null for the LATEST without one.</param>
/// <param name="To">The second reference of BETWEEN.</param>
sealed record Question(Asked Asked, Mark? From, Mark? To, int Limit)
{
    /// <summary>The newest messages of the range are wanted, if there are more than the limit; else the oldest.
    /// </summary>
    public bool TakesNewest => Asked switch
    {
        Asked.Latest or Asked.Before => true,
        Asked.Between => From > To,
        _ => false,
    };

    /// <summary>What is wanted is behind this; null: from the beginning.</summary>
    public Mark? Low => Asked switch
    {
        Asked.Latest or Asked.After => From,
        Asked.Between => From < To ? From : To,
        _ => null,
    };

    /// <summary>What is wanted is before this; null: up to the end.</summary>
    public Mark? High => Asked switch
    {
        Asked.Before => From,
        Asked.Between => From < To ? To : From,
        _ => null,
    };

    /// <summary>The line that asks it.</summary>
    public string LineFor(string channel)
    {
        string[] references = [.. new[] { From, To }.OfType<Mark>().Select(m => $"msgid={m.Msgid}")];
        string which = references.Length == 0 ? "*" : string.Join(' ', references);
        string kind = Asked.ToString().ToUpperInvariant();
        return string.Create(CultureInfo.InvariantCulture, $"CHATHISTORY {kind} {channel} {which} {Limit}");
    }

    public override string ToString() => LineFor("#");
}
