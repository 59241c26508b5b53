using System.Threading.Channels;
using IrcNats.Commands;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;
using Channel = System.Threading.Channels.Channel;

namespace IrcNats.Root.Service;

// What comes for the writer: requests, some of which wait for their proof; and what comes when there is none.
public sealed partial class RootService
{
    // Requests that wait for the loop; one dropped here is sent again by its leaf.
    private const int Mailbox = 65536;

    private readonly Channel<RootMail> _mail = Channel.CreateBounded<RootMail>(
        new BoundedChannelOptions(Mailbox) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly Dictionary<string, Queue<RequestMail>> _held = [];

    // A leaf's requests are taken in order: while one waits for its proof, those behind it wait too.
    private void Take(Writer writer, RequestMail mail)
    {
        if (_held.TryGetValue(mail.Request.Leaf, out Queue<RequestMail>? held)) held.Enqueue(mail);
        else if (mail.Proof is { } proof) Take(writer, mail.Request, mail.ReplyTo, proof);
        else
        {
            _held[mail.Request.Leaf] = [];
            _ = ProveAsync(mail);
        }
    }

    private void Take(Writer writer, Request request, string replyTo, Proof proof)
    {
        long began = time.GetTimestamp();
        writer.Take(request, replyTo, proof, Now());
        _counts.Took(time.GetElapsedTime(began));
    }

    private void ReleaseHeld(Writer writer, string leaf)
    {
        if (!_held.Remove(leaf, out Queue<RequestMail>? held)) return;
        while (held.TryDequeue(out RequestMail? next)) Take(writer, next);
    }

    // What came for a writer that is none any more: requests are sent again to whoever writes, and must not be found
    // here by the next writer of this process, when others have been answered since.
    private void PassOverMail()
    {
        _held.Clear();
        while (_mail.Reader.TryRead(out RootMail? mail))
            if (mail is ConfigMail changed) Adopt(changed.Config);
            else if (mail is ReadMail read) _standby.Read(net => read.Run(net));
    }

    private void Adopt(LoadedConfig changed) => (_config, prover.Secrets) = (changed, changed.Secrets);

    private async Task ProveAsync(RequestMail mail)
    {
        Proof proof = await prover.ProveAsync(mail.Request);
        if (Citation.SeqOf(mail.Request.Ask) is { } seq)
            proof = proof with { Cited = Citation.In(await _bus.ReadAsync(seq), mail.Request.Ask) };
        await _mail.Writer.WriteAsync(new ProvedMail(mail.For, mail.Request, mail.ReplyTo, proof));
    }

    private void Requested(Request request, string replyTo)
    {
        if (_writer is not { } writer) return;
        bool needsWork = prover.NeedsWork(request) || Citation.SeqOf(request.Ask) is not null;
        Proof? proof = needsWork ? null : prover.WithoutWork(request);
        _mail.Writer.TryWrite(new RequestMail(writer, request, replyTo, proof));
    }

    // Where the network may be read: in the loop when active, between entries when not.
    private async Task<byte[]> ReadAsync(Func<Network, byte[]> read)
    {
        if (_writer is null) return _standby.Read(read);
        ReadMail mail = new(read);
        await _mail.Writer.WriteAsync(mail);
        return await mail.Result;
    }
}
