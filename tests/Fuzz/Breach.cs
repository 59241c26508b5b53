namespace IrcNats.Fuzz;

/// <summary>Something that must not happen did.</summary>
sealed class Breach(string what) : Exception(what);
