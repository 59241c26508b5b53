/// <summary>
/// Loads these commands into a real process before it begins: DOTNET_STARTUP_HOOKS names this assembly.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
    }
}
