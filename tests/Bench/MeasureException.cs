namespace IrcNats.Bench;

/// <summary>Something could not be measured; the message says what and why.</summary>
sealed class MeasureException(string message) : Exception(message);
