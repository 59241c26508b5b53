namespace Cassandra;

/// <summary>How many replicas must have done what was asked; the numbers are the protocol's.</summary>
public enum ConsistencyLevel
{
    Any = 0,
    One = 1,
    Two = 2,
    Three = 3,
    Quorum = 4,
    All = 5,
    LocalQuorum = 6,
    EachQuorum = 7,
    Serial = 8,
    LocalSerial = 9,
    LocalOne = 10,
}
