using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Service;

/// <summary>What the writer's loop is told.</summary>
abstract record RootMail;

/// <summary>A request of a leaf, which came for one writer and for none after it.</summary>
sealed record RequestMail(Writer For, Request Request, string ReplyTo) : RootMail;

/// <summary>The configuration file was read again.</summary>
sealed record ConfigMail(LoadedConfig Config) : RootMail;

/// <summary>A tenth of a second has passed.</summary>
sealed record TickMail : RootMail;

/// <summary>Something that the writer waits for has come about.</summary>
sealed record LookMail : RootMail;

/// <summary>The bus was away and is back.</summary>
sealed record ReconnectedMail : RootMail;

/// <summary>An operator orders this root to hand over.</summary>
sealed record ResignMail(string To) : RootMail;

/// <summary>The lowest level of the roots that answer, this one too.</summary>
sealed record LevelMail(int Lowest) : RootMail;

/// <summary>It is time for a digest of the network.</summary>
sealed record MarkMail : RootMail;

/// <summary>The network is to be read between two entries; the result says when it was, and what was read.</summary>
sealed record ReadMail(Func<Network, byte[]> Read) : RootMail
{
    private readonly TaskCompletionSource<byte[]> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<byte[]> Result => _result.Task;

    public bool Run(Network net) => _result.TrySetResult(Read(net));
}
