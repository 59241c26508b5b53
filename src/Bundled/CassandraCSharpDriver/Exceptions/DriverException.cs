using System.Net;

namespace Cassandra;

/// <summary>What every error of the driver and of the server is.</summary>
public class DriverException : Exception
{
    public DriverException(string message) : base(message)
    {
    }

    public DriverException(string message, Exception innerException) : base(message, innerException)
    {
    }
}

/// <summary>A host refused to let us in.</summary>
public class AuthenticationException : DriverException
{
    public AuthenticationException(string message) : base(message)
    {
    }

    public AuthenticationException(string message, IPEndPoint host) : base(message) => Host = host;

    public IPEndPoint? Host { get; }
}

/// <summary>A value does not fit the type that CQL or the caller wants.</summary>
public class InvalidTypeException : DriverException
{
    public InvalidTypeException(string msg) : base(msg)
    {
    }

    public InvalidTypeException(string msg, Exception cause) : base(msg, cause)
    {
    }
}
