namespace IrcNats.Local;

/// <summary>The folder of a network, or its file, cannot be used; the message names it and says why.</summary>
public sealed class UnusableDataException(string message, Exception? inner = null) : Exception(message, inner);
