using System.Security.Cryptography;
using System.Text;
using IrcNats.Protocol;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Passwords;

/// <summary>
/// Checks the passwords in requests before the writer sees them, away from its loop: hashing is slow on purpose.
/// Bounded: who comes when too many wait is told that the password is wrong. Safe to call from any thread.
/// </summary>
public sealed class Prover(RootSecrets secrets) : IDisposable
{
    /// <summary>Passwords that may wait for their turn.</summary>
    public const int Waiting = 64;

    // Half of the cores are left for everything else.
    private static readonly int s_atOnce = Math.Clamp(Environment.ProcessorCount / 2, 1, 4);
    private static readonly Task<Proof> s_nothingToProve = Task.FromResult(new Proof(PasswordIsRight: true, null));
    private static readonly Task<bool> s_wrong = Task.FromResult(false);

    private readonly byte[] _markKey = RandomNumberGenerator.GetBytes(32);
    private readonly SemaphoreSlim _turns = new(s_atOnce);

    // Tries under way, and those that were right: thousands of clients with the same server password cost one hash.
    private readonly Dictionary<string, Task<bool>> _tries = [];
    private int _underWay;
    private volatile RootSecrets _secrets = secrets;

    /// <summary>Replaced when the configuration was read again.</summary>
    public RootSecrets Secrets
    {
        get => _secrets;
        set
        {
            _secrets = value;
            lock (_tries) _tries.Clear();
        }
    }

    /// <summary>False: the proof is there at once.</summary>
    public bool NeedsWork(Request request) => request.Ask switch
    {
        ClientLine ask => PasswordLine.IsOper(ask.Line) && _secrets.Opers.Count > 0,
        SessionOpened ask => _secrets.ServerPassword is not null || ask.Gateway is not null,
        _ => false,
    };

    public Task<Proof> ProveAsync(Request request) => NeedsWork(request)
        ? request.Ask switch
        {
            ClientLine ask => ProveOperAsync(ask.Line),
            SessionOpened ask => ProveSessionAsync(ask),
            _ => s_nothingToProve,
        }
        : request.Ask is SessionOpened ? Task.FromResult(WithoutWork(request))
        : s_nothingToProve;

    /// <summary>The proof of a request that needs no work.</summary>
    public Proof WithoutWork(Request request) => new(true, OperCertificates.OperOf(_secrets, request.Ask))
    {
        Cloak = CloakOf(_secrets, request.Ask),
    };

    public void Dispose() => _turns.Dispose();

    private async Task<Proof> ProveSessionAsync(SessionOpened ask)
    {
        RootSecrets current = _secrets;
        if (!await GatewayIsRightAsync(current, ask)) return new Proof(false, null) { GatewayIsWrong = true };
        Verifier? verifier = current.ServerPassword;
        return new Proof(
            verifier is null || (ask.Password is not null && await CheckAsync(verifier, ask.Password)),
            OperCertificates.OperOf(current, ask))
        {
            Cloak = CloakOf(current, ask),
        };
    }

    // Who comes through Tor has no address of their own.
    private static string? CloakOf(RootSecrets current, Ask ask) =>
        ask is SessionOpened opened && !opened.Via.HasFlag(Via.Tor) ? current.Cloaks?.Of(opened.Address) : null;

    // One without a password shows by its certificate who it is; the leaf has looked at that.
    private async Task<bool> GatewayIsRightAsync(RootSecrets current, SessionOpened ask)
    {
        if (ask.Gateway is null) return true;
        if (!current.Gateways.TryGetValue(ask.Gateway, out Verifier? verifier)) return false;
        return verifier is null || (ask.GatewayPassword is not null && await CheckAsync(verifier, ask.GatewayPassword));
    }

    private async Task<Proof> ProveOperAsync(string text)
    {
        if (Line.TryParse(text, out Line line) is not null || line.Params is not [var name, ..])
            return await s_nothingToProve;
        RootSecrets current = _secrets;
        OperBlock? block = current.Opers.GetValueOrDefault(name);
        bool isRight = line.Params.Count > 1 && await OperPasswordIsRightAsync(current, block, line.Params[1]);
        return OperCertificates.ProofOf(block, isRight);
    }

    // An unknown name takes as long as a known one, so that the time does not tell which names there are.
    private async Task<bool> OperPasswordIsRightAsync(RootSecrets current, OperBlock? block, string password)
    {
        Verifier? verifier = block?.Password
            ?? current.Opers.Values.Select(b => b.Password).FirstOrDefault(known => known is not null);
        return verifier is not null && await CheckAsync(verifier, password) && verifier == block?.Password;
    }

    private Task<bool> CheckAsync(Verifier verifier, string password)
    {
        string mark = MarkOf(verifier, password);
        lock (_tries)
        {
            if (_tries.TryGetValue(mark, out Task<bool>? same)) return same;
            if (_underWay == s_atOnce + Waiting) return s_wrong;
            _underWay++;
            return _tries[mark] = Task.Run(() => HashAsync(verifier, password, mark));
        }
    }

    private async Task<bool> HashAsync(Verifier verifier, string password, string mark)
    {
        await _turns.WaitAsync();
        bool isRight = false;
        try
        {
            isRight = verifier.Matches(password);
            return isRight;
        }
        finally
        {
            _turns.Release();
            lock (_tries)
            {
                _underWay--;
                if (!isRight) _tries.Remove(mark);
            }
        }
    }

    // A password is remembered as a digest under a key of this process only.
    private string MarkOf(Verifier verifier, string password) =>
        Convert.ToHexString(HMACSHA256.HashData(_markKey, Encoding.UTF8.GetBytes($"{verifier.Text}\0{password}")));
}
