namespace IrcNats.Leaf;

/// <summary>This build is older than the network and cannot take part in it. The message says what is needed.</summary>
public sealed class TooOldException(string why) : Exception(why);
