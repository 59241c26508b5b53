namespace IrcNats.History;

/// <summary>An archive could not do what was asked; nothing that was archived is lost by it.</summary>
public abstract class HistoryException(string message, Exception? inner) : Exception(message, inner);

/// <summary>The archive does not answer. What was to be appended may be there or not: append it again.</summary>
public sealed class HistorySilentException(string message, Exception? inner = null) : HistoryException(message, inner);

/// <summary>Another archiver has taken the archive over: this one writes no more.</summary>
/// <param name="by">The epoch in which it did, if that is known.</param>
public sealed class HistoryFencedException(string message, ulong? by = null) : HistoryException(message, null)
{
    public ulong? By => by;
}

/// <summary>The archive was made by another build, or by something else: an operator has to look.</summary>
public sealed class HistorySchemaException(string message) : HistoryException(message, null);
