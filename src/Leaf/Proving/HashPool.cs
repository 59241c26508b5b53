using System.Security.Cryptography;
using System.Text;
using IrcNats.Leaf.Core;
using IrcNats.Proving;

namespace IrcNats.Leaf.Proving;

/// <summary>
/// Hashes passwords, which is slow on purpose, on threads of its own: at most half of the cores, so that the rest is
/// for everybody else. Fair by address: each address has its turn, however many passwords it has waiting. Right
/// passwords are remembered for clients that come with the same: thousands of clients with the server's password cost
/// one hash. For any thread.
/// </summary>
public sealed class HashPool(int threads, int mostWaiting = HashPool.MostWaiting)
{
    /// <summary>Passwords that may wait for their turn.</summary>
    public const int MostWaiting = 256;

    private const int MostRemembered = 256;

    private readonly Lock _gate = new();
    private readonly byte[] _markKey = RandomNumberGenerator.GetBytes(32);

    // Waiting work by address, and the addresses in the order of their turns.
    private readonly Dictionary<string, Queue<Work>> _waiting = [];
    private readonly Queue<string> _turns = [];
    private readonly Dictionary<string, Work> _underWay = [];
    private readonly Dictionary<string, byte[]> _right = [];
    private int _running, _count;

    /// <summary>Passwords that wait or are being hashed, for tests.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _underWay.Count;
        }
    }

    /// <summary>The pool for this machine.</summary>
    public static HashPool OfMachine() => new(Math.Clamp(Environment.ProcessorCount / 2, 1, 4));

    /// <summary>
    /// The salted password; null if too many wait already. If nobody waits for it any more when its turn comes, it is
    /// not hashed.
    /// </summary>
    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public async Task<byte[]?> HashAsync(Wanted wanted, ServerFirst how, CancellationToken stop)
    {
        string mark = MarkOf(wanted.Password, how);
        Work? work;
        lock (_gate)
        {
            if (_right.TryGetValue(mark, out byte[]? known)) return known;
            if (!_underWay.TryGetValue(mark, out work))
            {
                if (_count >= mostWaiting) return null;
                work = Enqueue(new Work(mark, wanted, how));
            }

            work.Askers.Add((wanted, stop));
        }

        return await work.Done.Task.WaitAsync(stop);
    }

    /// <summary>The password was right: it is remembered, while there is room, and not hashed again.</summary>
    public void WasRight(string password, ServerFirst how, byte[] salted)
    {
        lock (_gate)
        {
            if (_right.Count >= MostRemembered) _right.Clear();
            _right[MarkOf(password, how)] = salted;
        }
    }

    private Work Enqueue(Work work)
    {
        _underWay[work.Mark] = work;
        string address = work.First.Address;
        if (!_waiting.TryGetValue(address, out Queue<Work>? queue))
        {
            _waiting[address] = queue = [];
            _turns.Enqueue(address);
        }

        queue.Enqueue(work);
        _count++;
        if (_running < threads)
        {
            _running++;
            new Thread(Run) { IsBackground = true, Name = "passwords" }.Start();
        }

        return work;
    }

    private void Run()
    {
        while (Next() is { } work)
        {
            byte[] salted = Scram.SaltedPassword(
                work.First.Password, work.How.Salt, work.How.Iterations);
            lock (_gate) _underWay.Remove(work.Mark);
            work.Done.TrySetResult(salted);
        }
    }

    // Null: no work waits, and the thread ends.
    private Work? Next()
    {
        lock (_gate)
        {
            while (_turns.TryDequeue(out string? address))
            {
                Queue<Work> queue = _waiting[address];
                Work work = queue.Dequeue();
                _count--;
                if (queue.Count > 0) _turns.Enqueue(address);
                else _waiting.Remove(address);
                if (work.IsWanted) return work;
                _underWay.Remove(work.Mark);
                work.Done.TrySetCanceled();
            }

            _running--;
            return null;
        }
    }

    // A password is remembered as a digest under a key of this process only.
    private string MarkOf(string password, ServerFirst how) => Convert.ToHexString(HMACSHA256.HashData(
        _markKey, Encoding.UTF8.GetBytes($"{how.Iterations}\0{Convert.ToHexString(how.Salt)}\0{password}")));

    private sealed class Work(string mark, Wanted first, ServerFirst how)
    {
        public string Mark => mark;
        public Wanted First => first;
        public ServerFirst How => how;
        public List<(Wanted Wanted, CancellationToken Stop)> Askers { get; } = [];
        public bool IsWanted => Askers.Exists(a => !a.Wanted.IsOver && !a.Stop.IsCancellationRequested);
        public TaskCompletionSource<byte[]> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
