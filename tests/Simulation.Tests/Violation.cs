namespace IrcNats.Simulation.Tests;

/// <summary>Something happened that must never happen; the message says what.</summary>
sealed class Violation(string message) : Exception(message);
