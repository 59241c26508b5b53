using System.Threading.Channels;
using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;
using Channel = System.Threading.Channels.Channel;

namespace IrcNats.Root.Service;

// What comes for the writer, and what comes when there is none.
public sealed partial class RootService
{
    // Requests that wait for the loop; one dropped here is sent again by its leaf.
    private const int Mailbox = 65536;

    private readonly Channel<RootMail> _mail = Channel.CreateBounded<RootMail>(
        new BoundedChannelOptions(Mailbox) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private void Take(Writer writer, RequestMail mail)
    {
        long began = time.GetTimestamp();
        writer.Take(mail.Request, mail.ReplyTo, Now());
        _counts.Took(time.GetElapsedTime(began));
    }

    // What came for a writer that is none any more: requests are sent again to whoever writes, and must not be found
    // here by the next writer of this process, when others have been answered since.
    private void PassOverMail()
    {
        while (_mail.Reader.TryRead(out RootMail? mail))
            if (mail is ConfigMail changed) Adopt(changed.Config);
            else if (mail is ReadMail read) _standby.Read(net => read.Run(net));
    }

    private void Adopt(LoadedConfig changed)
    {
        _config = changed;
        _ = LookAtDoorAsync();
    }

    private void Requested(Request request, string replyTo)
    {
        if (_writer is { } writer) _mail.Writer.TryWrite(new RequestMail(writer, request, replyTo));
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
