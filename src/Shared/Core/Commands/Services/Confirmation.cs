using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IrcNats.Commands;

/// <summary>A code that must be copied before something is done that cannot be undone.</summary>
static class Confirmation
{
    private const int Digits = 8;

    /// <summary>Different for each purpose, name and time; it is no secret.</summary>
    /// <param name="since">When the thing of that name began (Unix milliseconds).</param>
    public static string CodeOf(string purpose, string name, long since) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{purpose} {name} {since}"))))[..Digits];
}
