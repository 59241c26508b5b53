namespace Cassandra;

/// <summary>Bound to a marker, leaves its column as it is; a null would delete what is there.</summary>
public sealed class Unset
{
    public static readonly Unset Value = new();

    private Unset()
    {
    }
}
