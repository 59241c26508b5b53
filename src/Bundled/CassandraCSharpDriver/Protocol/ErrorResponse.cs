namespace Cassandra.Protocol;

/// <summary>The codes of errors.</summary>
internal enum ErrorCode
{
    Server = 0x0000,
    Protocol = 0x000A,
    BadCredentials = 0x0100,
    Unavailable = 0x1000,
    Overloaded = 0x1001,
    IsBootstrapping = 0x1002,
    Truncate = 0x1003,
    WriteTimeout = 0x1100,
    ReadTimeout = 0x1200,
    ReadFailure = 0x1300,
    FunctionFailure = 0x1400,
    WriteFailure = 0x1500,
    Syntax = 0x2000,
    Unauthorized = 0x2100,
    Invalid = 0x2200,
    Configuration = 0x2300,
    AlreadyExists = 0x2400,
    Unprepared = 0x2500,
}

/// <summary>An error of the server, as the exception that tells of it.</summary>
internal sealed record ErrorResponse(ErrorCode Code, DriverException Error) : Response
{
    public static ErrorResponse Read(ref BodyReader body, byte version)
    {
        ErrorCode code = (ErrorCode)body.Int();
        string message = body.Text();
        DriverException error = code switch
        {
            ErrorCode.Unavailable => new UnavailableException(message, Level(ref body), body.Int(), body.Int()),
            ErrorCode.WriteTimeout =>
                new WriteTimeoutException(message, Level(ref body), body.Int(), body.Int(), body.Text()),
            ErrorCode.ReadTimeout =>
                new ReadTimeoutException(message, Level(ref body), body.Int(), body.Int(), body.Byte() != 0),
            ErrorCode.WriteFailure =>
                new WriteFailureException(message, Failed(ref body, version), body.Text()),
            ErrorCode.ReadFailure =>
                new ReadFailureException(message, Failed(ref body, version), body.Byte() != 0),
            ErrorCode.AlreadyExists => new AlreadyExistsException(message, body.Text(), body.Text()),
            ErrorCode.Unprepared => new PreparedQueryNotFoundException(message, body.ShortBytes()),
            _ => WithMessage(code, message),
        };
        return new ErrorResponse(code, error);
    }

    private static DriverException WithMessage(ErrorCode code, string message) => code switch
    {
        ErrorCode.Server => new ServerErrorException(message),
        ErrorCode.Protocol => new ProtocolErrorException(message),
        ErrorCode.BadCredentials => new AuthenticationException(message),
        ErrorCode.Overloaded => new OverloadedException(message),
        ErrorCode.IsBootstrapping => new IsBootstrappingException(message),
        ErrorCode.Truncate => new TruncateException(message),
        ErrorCode.Syntax => new SyntaxError(message),
        ErrorCode.Unauthorized => new UnauthorizedException(message),
        ErrorCode.Invalid => new InvalidQueryException(message),
        ErrorCode.Configuration => new InvalidConfigurationInQueryException(message),
        ErrorCode.FunctionFailure => new FunctionFailureException(message),
        _ => new ServerErrorException($"{message} (error 0x{(int)code:x4})"),
    };

    private static FailedReplicas Failed(ref BodyReader body, byte version)
    {
        (ConsistencyLevel level, int received, int required) = (Level(ref body), body.Int(), body.Int());
        return new FailedReplicas(level, received, required, Failures(ref body, version));
    }

    // Version 5 says which replicas failed and why; version 4 only how many.
    private static int Failures(ref BodyReader body, byte version)
    {
        if (version < 5) return body.Int();
        int count = body.Count("replicas that failed", 7);
        for (int i = 0; i < count; i++)
        {
            _ = body.InetAddress();
            body.Short();
        }

        return count;
    }

    private static ConsistencyLevel Level(ref BodyReader body) => (ConsistencyLevel)body.Short();
}
