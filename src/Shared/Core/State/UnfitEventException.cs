namespace IrcNats.State;

/// <summary>
/// An event does not fit the network it is applied to: it names what is not there, or adds what is. The network is
/// half changed and must be made anew from the log.
/// </summary>
public sealed class UnfitEventException(Position at, string happened, Exception why)
    : Exception($"{happened} at {at} does not fit: {why.Message}", why)
{
    public Position At => at;
}
