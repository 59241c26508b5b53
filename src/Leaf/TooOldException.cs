namespace IrcNats.Leaf;

/// <summary>This build is older than the network: it cannot be of it. The message says what is needed.</summary>
public sealed class TooOldException(string why) : Exception(why);
