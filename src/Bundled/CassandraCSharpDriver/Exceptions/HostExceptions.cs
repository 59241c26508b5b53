using System.Net;

namespace Cassandra;

/// <summary>No host could do it: each that was tried, with its error.</summary>
public class NoHostAvailableException : DriverException
{
    private const int NamedMax = 3;

    public NoHostAvailableException(Dictionary<IPEndPoint, Exception> errors) : this(errors, "")
    {
    }

    /// <param name="errors">The hosts that were tried.</param>
    /// <param name="more">What else went wrong, such as names that have no address.</param>
    internal NoHostAvailableException(Dictionary<IPEndPoint, Exception> errors, string more)
        : base(Text(errors, more)) => Errors = errors;

    public Dictionary<IPEndPoint, Exception> Errors { get; }

    private static string Text(Dictionary<IPEndPoint, Exception> errors, string more)
    {
        if (errors.Count == 0 && more.Length == 0) return "There is no host to try: the policy ignores all.";
        IEnumerable<string> named = errors.Take(NamedMax).Select(e => $"{e.Key}: {e.Value.Message}");
        if (errors.Count > NamedMax) named = named.Append($"{errors.Count - NamedMax} more hosts");
        if (more.Length > 0) named = named.Append(more);
        return $"No host could be used. {string.Join("; ", named)}";
    }
}

/// <summary>A host did not answer in time; whether the request was carried out is not known.</summary>
public class OperationTimedOutException(IPEndPoint address, int timeout)
    : DriverException($"The host {address} did not answer within {timeout} ms.");

/// <summary>So many requests wait for a host's answers that it is not sent more.</summary>
public class BusyPoolException(IPEndPoint address, int maxRequestsPerConnection, int connectionLength)
    : DriverException(
        $"All {connectionLength} connections to {address} wait for {maxRequestsPerConnection} answers each.")
{
    public IPEndPoint Address => address;

    public int MaxRequestsPerConnection => maxRequestsPerConnection;

    public int ConnectionLength => connectionLength;
}
