using System.Runtime.CompilerServices;
using IrcNats.Commands.ForTests;

namespace IrcNats.Simulation.Tests;

/// <summary>Loads the tests' own commands into this process before the table of commands is made.</summary>
static class MoreCommands
{
    [ModuleInitializer]
    internal static void Load() => RuntimeHelpers.RunClassConstructor(typeof(Poison).TypeHandle);
}
