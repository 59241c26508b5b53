using System.Net;
using System.Text;
using Cassandra.Protocol;

namespace Cassandra.Connections;

/// <summary>Agrees with a server on the protocol's version and logs in, before anything else is said.</summary>
internal sealed class Handshake(
    IPEndPoint address, Stream stream, ByteSource source, byte version, ConnectionSettings settings)
{
    private EnvelopeReader _reader = new PlainReader(source);
    private bool _isFramed;

    /// <summary>The reader of everything that follows.</summary>
    public async Task<EnvelopeReader> RunAsync()
    {
        Envelope answer = await AskAsync(new StartupRequest(settings.ApplicationName)).ConfigureAwait(false);
        if (answer.Version != version) throw new UnsupportedVersionException(version);
        Response first = Response.Parse(answer);
        if (IsRefusalOfVersion(first)) throw new UnsupportedVersionException(version);
        if (version >= 5)
        {
            _reader = new FramedReader(source);
            _isFramed = true;
        }

        switch (first)
        {
            case ReadyResponse: break;
            case AuthenticateResponse asked: await LogInAsync(asked.Authenticator).ConfigureAwait(false); break;
            case ErrorResponse { Error: var error }: throw error;
            default: throw Unexpected("STARTUP", answer);
        }

        return _reader;
    }

    // A server that does not speak a version says so in its own, or in the one that it was asked in.
    private static bool IsRefusalOfVersion(Response answer) =>
        answer is ErrorResponse { Code: ErrorCode.Protocol, Error.Message: var message }
        && message.Contains("protocol version", StringComparison.OrdinalIgnoreCase);

    private async Task LogInAsync(string authenticator)
    {
        if (settings.Credentials is not { } credentials)
        {
            throw new AuthenticationException(
                $"Host {address} requires authentication ({authenticator}), but no credentials were given.", address);
        }

        byte[] token = Encoding.UTF8.GetBytes($"\0{credentials.Username}\0{credentials.Password}");
        Envelope answer = await AskAsync(new AuthResponseRequest(token)).ConfigureAwait(false);
        switch (Response.Parse(answer))
        {
            case AuthSuccessResponse: return;
            case ErrorResponse { Code: ErrorCode.BadCredentials, Error: var error }:
                throw new AuthenticationException($"Host {address} refused the credentials: {error.Message}", address);
            case ErrorResponse { Error: var error }: throw error;
            case AuthChallengeResponse:
                throw new AuthenticationException(
                    $"Host {address} asks for more than a name and a password ({authenticator}).", address);
            default: throw Unexpected("AUTH_RESPONSE", answer);
        }
    }

    private async Task<Envelope> AskAsync(Request request)
    {
        using BodyWriter envelope = new(), frames = new();
        request.WriteEnvelope(envelope, version, stream: 0);
        await stream.WriteAsync(_isFramed ? Outgoing.InFrames(envelope, frames) : envelope.Written)
            .ConfigureAwait(false);
        return await _reader.ReadAsync().ConfigureAwait(false);
    }

    private static MalformedFrameException Unexpected(string request, Envelope answer) =>
        new($"The server answered {request} with {answer.Opcode}.");
}

/// <summary>The server does not speak the version that was tried.</summary>
internal sealed class UnsupportedVersionException(byte version)
    : DriverException($"The server does not speak version {version} of the protocol.")
{
    public byte Version => version;
}
