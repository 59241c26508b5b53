namespace IrcNats.Protocol;

/// <summary>Which characters are the same letter; fixed for the life of a network.
/// https://modern.ircdocs.horse/#casemapping-parameter</summary>
public enum Casemapping
{
    /// <summary>A-Z are a-z.</summary>
    Ascii,

    /// <summary>In addition []\~ are {}|^.</summary>
    Rfc1459,
}
