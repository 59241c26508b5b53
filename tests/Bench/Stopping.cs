using System.Runtime.InteropServices;

namespace IrcNats.Bench;

/// <summary>
/// Whether a signal asked for the end. Whoever waits looks here, so that everything that was started is ended on the
/// way out.
/// </summary>
static class Stopping
{
    private static volatile bool s_asked;

    public static PosixSignalRegistration On(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        s_asked = true;
    });

    /// <exception cref="OperationCanceledException">A signal asked for the end.</exception>
    public static void ThrowIfAsked()
    {
        if (s_asked) throw new OperationCanceledException();
    }
}
