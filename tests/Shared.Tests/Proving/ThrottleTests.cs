using IrcNats.Rules;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Tests.Proving;

public class ThrottleTests
{
    private static readonly NetworkConfig s_config = new();

    [Fact]
    public void After_a_wrong_OPER_an_address_waits_and_others_do_not()
    {
        Throttle throttle = new();
        throttle.Add(s_config, Purpose.Oper, "192.0.2.1", "root", 1000);
        Assert.Equal(9000, throttle.Wait(s_config, Purpose.Oper, "192.0.2.1", "other", 2000));
        Assert.Equal(0, throttle.Wait(s_config, Purpose.Oper, "192.0.2.2", "root", 2000));
        Assert.Equal(0, throttle.Wait(s_config, Purpose.Gateway, "192.0.2.1", "root", 2000));
        Assert.Equal(0, throttle.Wait(s_config, Purpose.Oper, "192.0.2.1", "root", 11_000));
    }

    [Fact]
    public void Addresses_of_one_network_are_one()
    {
        Throttle throttle = new();
        throttle.Add(s_config, Purpose.Oper, "2001:db8::1", "root", 1000);
        Assert.Equal(10_000, throttle.Wait(s_config, Purpose.Oper, "2001:db8::2", "other", 1000));
        Assert.Equal(0, throttle.Wait(s_config, Purpose.Oper, "2001:db8:0:1::1", "other", 1000));
    }

    [Fact]
    public void A_name_that_is_tried_from_everywhere_waits_too()
    {
        Throttle throttle = new();
        for (int i = 0; i < 10; i++) throttle.Add(s_config, Purpose.Oper, $"192.0.2.{i}", "root", 1000);
        Assert.Equal(10_000, throttle.Wait(s_config, Purpose.Oper, "198.51.100.1", "ROOT", 1000));
        Assert.Equal(0, throttle.Wait(s_config, Purpose.Oper, "198.51.100.1", "other", 1000));
    }

    [Fact]
    public void Three_wrong_passwords_of_the_network_are_forgiven_in_a_minute_and_right_ones_are_none()
    {
        Throttle throttle = new();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(0, throttle.Wait(s_config, Purpose.ServerPassword, "192.0.2.1", "", 1000));
            throttle.Add(s_config, Purpose.ServerPassword, "192.0.2.1", "", 1000 + i);
        }

        Assert.Equal(60_000, throttle.Wait(s_config, Purpose.ServerPassword, "192.0.2.1", "", 1000));
        throttle.GiveBack(s_config, Purpose.ServerPassword, "192.0.2.1", "", 2000);
        Assert.Equal(0, throttle.Wait(s_config, Purpose.ServerPassword, "192.0.2.1", "", 2000));
    }

    [Fact]
    public void Nobody_waits_when_it_is_switched_off()
    {
        NetworkConfig off = s_config with
        {
            Session = s_config.Session with { Throttle = new ThrottleConfig { Oper = 0, LoginAttempts = 0 } },
            Accounts = s_config.Accounts with { RegistrationAttempts = 0 },
        };
        Throttle throttle = new();
        for (int i = 0; i < 100; i++)
            foreach (Purpose purpose in Enum.GetValues<Purpose>()) throttle.Add(off, purpose, "192.0.2.1", "root", i);
        Assert.All(Enum.GetValues<Purpose>(), p => Assert.Equal(0, throttle.Wait(off, p, "192.0.2.1", "root", 100)));
        Assert.Equal(0, throttle.Count);
    }

    [Fact]
    public void What_is_remembered_is_bounded_and_forgotten_in_time()
    {
        Throttle throttle = new();
        for (int i = 0; i < 100_000; i++)
            throttle.Add(s_config, Purpose.Oper, $"10.{i >> 16}.{i >> 8 & 255}.{i & 255}", $"name{i}", 1000);
        Assert.InRange(throttle.Count, 1000, 10_000);
        throttle.Add(s_config, Purpose.Oper, "192.0.2.1", "root", 100_000);
        Assert.Equal(2, throttle.Count);
    }
}
