namespace IrcNats.Leaf.Core;

/// <summary>
/// Reports what goes wrong to the code that runs the core. The events of <see cref="LeafCore"/> say what each report
/// means.
/// </summary>
sealed class Alarms
{
    public Action<string, string>? Diverged { get; set; }
    public Action? Incomparable { get; set; }
    public Action<string, string>? GatewayRefused { get; set; }
    public Action<ulong, string>? Spoilt { get; set; }
    public Action<IReadOnlyList<string>>? Mended { get; set; }
    public Action<string>? Outdated { get; set; }
    public Action<string, Exception>? Faulted { get; set; }

    /// <summary>Our own code threw while it did something. The fault is contained.</summary>
    public void Contained(string what, Exception fault) => Faulted?.Invoke(what, fault);
}
