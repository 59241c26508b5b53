namespace IrcNats.Fuzz;

/// <summary>A rule was broken; the message says which.</summary>
sealed class Breach(string what) : Exception(what);
