namespace IrcNats.Leaf.Core;

/// <summary>Units tell the process that runs the core when something goes wrong. The events of <see cref="LeafCore"/>
/// explain each.</summary>
sealed class Alarms
{
    public Action<string, string>? Diverged { get; set; }
    public Action? Incomparable { get; set; }
    public Action<string, string>? GatewayRefused { get; set; }
    public Action<ulong, string>? Spoilt { get; set; }
    public Action<IReadOnlyList<string>>? Mended { get; set; }
    public Action<string>? Outdated { get; set; }
    public Action<string, Exception>? Faulted { get; set; }

    /// <summary>Something of ours threw while it did that. It is contained.</summary>
    public void Contained(string what, Exception fault) => Faulted?.Invoke(what, fault);
}
