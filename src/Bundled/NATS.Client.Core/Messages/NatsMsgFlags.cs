namespace NATS.Client.Core;

/// <summary>What is special about a message.</summary>
[Flags]
public enum NatsMsgFlags : byte
{
    None = 0,
    Empty = 1,
    NoResponders = 2,
}
