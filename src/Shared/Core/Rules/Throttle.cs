using System.Globalization;
using System.Net;
using IrcNats.Protocol;
using IrcNats.State;

namespace IrcNats.Rules;

/// <summary>
/// Says whether a password may be tried, before anybody hashes anything. Wrong tries are counted by the network around
/// the client's address, and by the name to which the password belongs. accounts.login-throttling and
/// server.oper-throttle.
/// </summary>
public sealed class Throttle
{
    // A name may be tried so many times as often as an address, so that a stranger cannot easily lock its owner out.
    private const int NamesFactor = 10;

    private readonly WrongTries _tries = new();

    /// <summary>Addresses and names with wrong tries, for tests.</summary>
    public int Count => _tries.Count;

    /// <summary>Milliseconds until the password may be tried; 0: now.</summary>
    public long Wait(NetworkConfig config, Purpose purpose, string address, string name, long now)
    {
        TryLimit limit = LimitOf(config, purpose);
        return Math.Max(
            _tries.Wait(AddressKey(config, purpose, address), limit, now),
            name.Length == 0 ? 0 : _tries.Wait(NameKey(purpose, name), OfName(limit), now));
    }

    /// <summary>Counts a try when it begins, or when it turns out to be wrong.</summary>
    public void Add(NetworkConfig config, Purpose purpose, string address, string name, long now)
    {
        TryLimit limit = LimitOf(config, purpose);
        _tries.Add(AddressKey(config, purpose, address), limit, now);
        if (name.Length > 0) _tries.Add(NameKey(purpose, name), OfName(limit), now);
    }

    /// <summary>Takes back the count of a try that was right, or that came to nothing.</summary>
    public void GiveBack(NetworkConfig config, Purpose purpose, string address, string name, long now)
    {
        _tries.GiveBack(AddressKey(config, purpose, address), now);
        if (name.Length > 0) _tries.GiveBack(NameKey(purpose, name), now);
    }

    /// <summary>The waiting time in words.</summary>
    public static string Shown(long wait) =>
        string.Create(CultureInfo.InvariantCulture, $"{(wait + 999) / 1000} s");

    private static TryLimit LimitOf(NetworkConfig config, Purpose purpose)
    {
        ThrottleConfig throttle = config.Session.Throttle;
        return purpose switch
        {
            Purpose.Oper or Purpose.OperKey => new TryLimit(throttle.Oper > 0 ? 1 : 0, throttle.Oper),
            Purpose.ServerPassword or Purpose.Gateway or Purpose.Login or Purpose.EmailCode
                or Purpose.PasswordByCode or Purpose.Outside or Purpose.NewCode
                or Purpose.OldPassword =>
                new TryLimit(throttle.LoginAttempts, throttle.LoginWindow),
            Purpose.NewPassword or Purpose.NewEmail =>
                new TryLimit(config.Accounts.RegistrationAttempts, config.Accounts.RegistrationWindow),
            _ => default,
        };
    }

    private static TryLimit OfName(TryLimit limit) => limit with { Most = limit.Most * NamesFactor };

    private static string AddressKey(NetworkConfig config, Purpose purpose, string address)
    {
        IpLimitsConfig limits = config.Session.IpLimits;
        string network = IPAddress.TryParse(address, out IPAddress? one)
            ? AddressRange.Around(one, limits.BitsV4, limits.BitsV6).ToString()
            : address;
        return $"{Kind(purpose)} at {network}";
    }

    private static string NameKey(Purpose purpose, string name) => $"{Kind(purpose)} of {name.ToUpperInvariant()}";

    // Whoever is asked about a login: a try is a try.
    private static int Kind(Purpose purpose) => (int)(purpose.TakesLong() ? Purpose.Login : purpose);
}
