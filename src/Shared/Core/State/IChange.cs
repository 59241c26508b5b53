namespace IrcNats.State;

/// <summary>A change of the network. This is all that the state knows of an event.</summary>
public interface IChange
{
    void ApplyTo(INetworkEditor edit);
}
