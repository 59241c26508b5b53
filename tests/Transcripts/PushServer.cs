using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Channels;

namespace IrcNats.Transcripts;

/// <summary>
/// A push server with TLS, and the client that reads there: it decrypts what it gets as a client does.
/// https://www.rfc-editor.org/rfc/rfc8291
/// </summary>
public sealed class PushServer : IAsyncDisposable
{
    private const int KeyBytes = 65, SaltBytes = 16, TagBytes = 16;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ECDiffieHellman _client = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _auth = RandomNumberGenerator.GetBytes(16);
    private readonly Channel<(string Headers, string Line)> _read =
        Channel.CreateUnbounded<(string Headers, string Line)>();
    private readonly X509Certificate2 _certificate;
    private readonly Task _running;

    public PushServer()
    {
        _certificate = CertificateOf("localhost");
        _listener.Start();
        _running = RunAsync();
    }

    /// <summary>What it answers; null: nothing.</summary>
    public string? Status { get; set; } = "201 Created";

    /// <summary>More headers of its answer, each with CR and LF.</summary>
    public string Headers { get; set; } = "";

    public string Url => string.Create(
        CultureInfo.InvariantCulture, $"https://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}/push/secret");

    /// <summary>The client's keys, as WEBPUSH REGISTER says them.</summary>
    public string Keys => $"p256dh={ForUrl(PointOf(_client))};auth={ForUrl(_auth)}";

    /// <summary>The certificate, for who has to trust it.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>Requests so far.</summary>
    public int Count { get; private set; }

    /// <summary>The next message: the request's headers, and what the client decrypts.</summary>
    public async Task<(string Headers, string Line)> NextAsync() =>
        await _read.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _client.Dispose();
        _certificate.Dispose();
        _stop.Dispose();
    }

    private static X509Certificate2 CertificateOf(string host)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={host}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private async Task RunAsync()
    {
        while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
    }

    private async Task ServeAsync(TcpClient connection)
    {
        using TcpClient held = connection;
        await using SslStream tls = new(held.GetStream());
        await tls.AuthenticateAsServerAsync(_certificate);
        using StreamReader reader = new(tls, Encoding.Latin1);
        StringBuilder headers = new();
        int length = 0;
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
        {
            headers.Append(line).Append('\n');
            if (line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
                length = int.Parse(line["Content-Length: ".Length..], CultureInfo.InvariantCulture);
        }

        // Who does not trust the certificate asks nothing.
        if (headers.Length == 0) return;
        char[] body = new char[length];
        await reader.ReadBlockAsync(body, _stop.Token);
        Count++;
        if (Status is not { } status) await Task.Delay(Timeout.Infinite, _stop.Token);
        else
        {
            string answer = $"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n{Headers}\r\n";
            await tls.WriteAsync(Encoding.ASCII.GetBytes(answer), _stop.Token);
        }

        _read.Writer.TryWrite((headers.ToString(), Decrypt(Encoding.Latin1.GetBytes(body))));
    }

    // https://www.rfc-editor.org/rfc/rfc8188#section-2
    private string Decrypt(byte[] body)
    {
        if (body.Length == 0) return "";
        ReadOnlySpan<byte> salt = body.AsSpan(0, SaltBytes), server = body.AsSpan(SaltBytes + 5, KeyBytes);
        if (BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(SaltBytes)) < body.Length - SaltBytes - 5 - KeyBytes)
            throw new InvalidOperationException("there is more than one record");
        using ECDiffieHellman other = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = server[1..33].ToArray(), Y = server[33..].ToArray() },
        });
        byte[] shared = _client.DeriveRawSecretAgreement(other.PublicKey);
        byte[] info = [.. "WebPush: info\0"u8, .. PointOf(_client), .. server];
        byte[] secret = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 32, _auth, info);
        byte[] key = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, secret, 16, salt.ToArray(), "Content-Encoding: aes128gcm\0"u8.ToArray());
        byte[] nonce = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, secret, 12, salt.ToArray(), "Content-Encoding: nonce\0"u8.ToArray());
        ReadOnlySpan<byte> sealedText = body.AsSpan(SaltBytes + 5 + KeyBytes);
        byte[] plain = new byte[sealedText.Length - TagBytes];
        using AesGcm cipher = new(key, TagBytes);
        cipher.Decrypt(nonce, sealedText[..^TagBytes], sealedText[^TagBytes..], plain);
        // Behind the text stand a 2 and zeroes.
        return Encoding.UTF8.GetString(plain.AsSpan(0, plain.AsSpan().LastIndexOf((byte)2)));
    }

    private static byte[] PointOf(ECDiffieHellman pair)
    {
        ECPoint point = pair.ExportParameters(includePrivateParameters: false).Q;
        return [4, .. point.X!, .. point.Y!];
    }

    private static string ForUrl(byte[] bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
