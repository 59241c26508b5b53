namespace IrcNats.Leaf.Core;

/// <summary>What goes wrong, told to whoever runs the core. <see cref="LeafCore"/> says what each means.</summary>
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
