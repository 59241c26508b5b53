namespace Cassandra.Protocol;

/// <summary>Names inside CQL.</summary>
internal static class CqlName
{
    /// <summary>A name as it is, whatever letters it has.</summary>
    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
