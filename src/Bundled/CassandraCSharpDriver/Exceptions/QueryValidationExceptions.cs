namespace Cassandra;

/// <summary>The server did not do what was asked; the official driver derives all of its errors from this.</summary>
public abstract class QueryValidationException(string message) : DriverException(message);

/// <summary>The query is not CQL.</summary>
public class SyntaxError(string message) : QueryValidationException(message);

/// <summary>The query is CQL, but does not fit the tables.</summary>
public class InvalidQueryException(string message) : QueryValidationException(message);

/// <summary>The query does not fit the server's configuration.</summary>
public class InvalidConfigurationInQueryException(string message) : InvalidQueryException(message);

/// <summary>The user may not do that.</summary>
public class UnauthorizedException(string message) : QueryValidationException(message);

/// <summary>The server saw something from us that the protocol does not allow.</summary>
public class ProtocolErrorException(string message) : QueryValidationException(message);

/// <summary>Something went wrong inside the server.</summary>
public class ServerErrorException(string message) : QueryValidationException(message);

/// <summary>The host has more to do than it can.</summary>
public class OverloadedException(string message) : QueryValidationException(message);

/// <summary>The host is still joining the cluster.</summary>
public class IsBootstrappingException(string message) : QueryValidationException(message);

/// <summary>What was to be made is there already.</summary>
public class AlreadyExistsException : QueryValidationException
{
    internal AlreadyExistsException(string message, string keyspace, string table) : base(message) =>
        (Keyspace, Table) = (keyspace, table.Length == 0 ? null : table);

    public string Keyspace { get; }

    /// <summary>Nothing: the keyspace itself is there already.</summary>
    public string? Table { get; }

    public bool WasTableCreation => Table is not null;
}

/// <summary>A host does not know a prepared query; the driver prepares it there and tries again.</summary>
public class PreparedQueryNotFoundException : QueryValidationException
{
    internal PreparedQueryNotFoundException(string message, byte[] unknownId) : base(message) => UnknownId = unknownId;

    public byte[] UnknownId { get; }
}
