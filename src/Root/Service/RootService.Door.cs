using IrcNats.Commands;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Service;

// What is asked outside the order, and answered by any root, active or standby. Nobody else waits for it.
public sealed partial class RootService
{
    // Entries being read for citations at a time; who comes beyond that is told to ask again.
    private const int MostCitations = 256;

    private readonly ProofDoor _door = new();
    private readonly SemaphoreSlim _doorTurns = new(1);
    private bool _isDoorOpen;
    private int _citations;

    // A standby answers only if it can seal what the active root takes.
    private async Task LookAtDoorAsync()
    {
        await _doorTurns.WaitAsync();
        try
        {
            bool isWanted = _config.Secrets.Key.IsShared || _writer is not null;
            if (isWanted == _isDoorOpen) return;
            if (isWanted) await _bus.TakeQuestionsAsync(Asked, CancellationToken.None);
            else await _bus.StopQuestionsAsync();
            _isDoorOpen = isWanted;
        }
        finally
        {
            _doorTurns.Release();
        }
    }

    // On NATS' thread, one after the other: it takes microseconds.
    private void Asked(ProofQuestion asked, string replyTo)
    {
        if (asked.Purpose == Purpose.Citation && ProofDoor.Misshapen(asked) is null) _ = CiteAsync(asked, replyTo);
        else _bus.Answer(replyTo, _door.Answer(asked, _config, NetworkTime(), _time.Steady));
    }

    private async Task CiteAsync(ProofQuestion asked, string replyTo)
    {
        try
        {
            _bus.Answer(replyTo, Interlocked.Increment(ref _citations) > MostCitations
                ? ProofDoor.Busy("too many messages are being looked up")
                : await CitedAsync(asked));
        }
        finally
        {
            Interlocked.Decrement(ref _citations);
        }
    }

    private async Task<ProofAnswer> CitedAsync(ProofQuestion asked) =>
        await _bus.ReadAsync(Citation.SeqOf(asked.Name)!.Value) is var (entry, isCertain) && isCertain
            ? ProofDoor.Cite(asked, _config, entry, NetworkTime())
            : ProofDoor.Busy("the log does not answer");
}
