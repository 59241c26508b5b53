using IrcNats.Root.Config;
using IrcNats.Root.Core;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Root.Service;

// Whether this node has to take over, and what operators order.
public sealed partial class RootService
{
    // The only root of a network that is one process waits for nobody.
    private volatile bool _takeover = options.Data is not null, _alarmed;

    // The policy of a file that was read again while everyone waited for an operator.
    private volatile FailoverConfig? _ordered;

    /// <summary>A new configuration was read and found good; it holds from the next entry on.</summary>
    public void Reconfigure(LoadedConfig changed)
    {
        if (_alarmed) _ordered = changed.Public.Failover;
        _mail.Writer.TryWrite(new ConfigMail(changed));
    }

    private async Task<bool> MustTakeOverAsync(bool first, CancellationToken stop)
    {
        (Claim claim, string root, FailoverConfig policy) = _standby.Read(net =>
        {
            FailoverConfig failover = _ordered ?? net.Config.Failover;
            return (Succession.Of(net, options.Name, failover.Policy, _takeover), net.RootNode, failover);
        });
        if (claim == Claim.AtOnce) return true;
        if (!await IsRootGoneAsync(first, TimeSpan.FromMilliseconds(policy.After), stop)) return _alarmed = false;
        if (claim == Claim.WhenGone) return true;
        if (!_alarmed) RootLog.WaitsForOperator(_log, root, policy.Policy, WhatHelps(policy.Policy));
        _alarmed = true;
        return false;
    }

    private string WhatHelps(FailoverPolicy policy) => policy == FailoverPolicy.Assisted
        ? $"waiting for an operator (ircnats-root takeover {options.Name})"
        : "the old root's return ends the silence, or another policy in the file of this one and SIGHUP";

    // When the root is late, NATS says at once whether anyone still takes requests; a root that hangs is told by its
    // silence alone. Asked twice: a root that only changes its server is back in between.
    private async Task<bool> IsRootGoneAsync(bool first, TimeSpan quiet, CancellationToken stop)
    {
        if (_standby.Silence > quiet) return true;
        if (!first && !_standby.IsRootLate) return false;
        if (await _bus.IsAnyoneActiveAsync(stop)) return false;
        if (first) return true;
        await Task.Delay(s_look, time, stop);
        return _standby.IsRootLate && !await _bus.IsAnyoneActiveAsync(stop);
    }

    private async Task<OrderReply> CarryOutAsync(Order order)
    {
        (bool accepted, string text) = order.Kind switch
        {
            OrderKind.Handover => HandOver(order.Argument),
            OrderKind.Takeover => await TakeOverAsync(),
            _ => (false, "a root is not drained; hand over and stop it"),
        };
        return new OrderReply(Payload.FormatVersion, accepted, text);
    }

    private (bool, string) HandOver(string to)
    {
        if (_writer is null) return (false, $"{options.Name} is not the active root");
        if (to == options.Name) return (false, $"{to} is the active root");
        return (_mail.Writer.TryWrite(new ResignMail(to)), $"resigning in favour of {to}");
    }

    // An order that came before the root fell silent would still hold when nobody thinks of it any more.
    private async Task<(bool, string)> TakeOverAsync()
    {
        if (_writer is not null) return (false, $"{options.Name} is the active root");
        (string root, FailoverConfig policy) = _standby.Read(net => (net.RootNode, _ordered ?? net.Config.Failover));
        if (policy.Policy == FailoverPolicy.AlertOnly) return (false, "failover.policy is alert-only");
        if (!await IsRootGoneAsync(first: true, TimeSpan.FromMilliseconds(policy.After), CancellationToken.None))
            return (false, $"{root} is active and not silent; hand over instead");
        return (_takeover = true, $"{options.Name} takes over from {root}");
    }
}
