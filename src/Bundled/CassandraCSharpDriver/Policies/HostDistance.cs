namespace Cassandra;

/// <summary>How near a host is: whether it gets connections, and how many.</summary>
public enum HostDistance
{
    Local = 0,
    Remote = 1,
    Ignored = 2,
}
