using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using IrcNats.Events;
using IrcNats.State;

namespace IrcNats.Tests.Commands;

public sealed class LusersTests
{
    // Anything that can happen to users, in any order. Each step says what happens, and to which user.
    private static readonly Gen<List<(int Step, int Who)>> s_steps =
        from steps in Gen.ListOf(Gen.Choose(0, 6).SelectMany(step => Gen.Choose(0, 9).Select(who => (step, who))))
        select steps.ToList();

    [Property]
    public Property What_is_kept_is_what_counting_gives() =>
        Prop.ForAll(Arb.From(s_steps), steps =>
        {
            TestNetwork network = new();
            int most = 0;
            foreach (var (step, who) in steps)
            {
                Take(network, step, who);
                most = Math.Max(most, network.Net.Users.Count);
            }

            return Agrees(network.Net, most) && Agrees(Network.Load(network.Net.Save()), most);
        });

    private static bool Agrees(Network net, int most) =>
        net.InvisibleUsers == net.Users.Count(u => u.Has(UserModes.Invisible))
        && net.Operators == net.Users.Count(u => u.IsOper)
        && net.MostUsers == most;

    private static void Take(TestNetwork network, int step, int who)
    {
        string nick = $"n{who}";
        if (network.Net.FindUser(nick) is not { } user)
        {
            network.Add(nick, step % 2 == 0 ? UserModes.Invisible : UserModes.None);
            return;
        }

        if (step == 0) network.Apply(new UserQuit(user.Id, "gone"));
        else if (step == 1) network.Apply(new OperGranted(user.Id, new Oper("root", "is a server operator")));
        else
            network.Do(user, step switch
            {
                2 => $"MODE {nick} +i",
                3 => $"MODE {nick} -i",
                4 => $"MODE {nick} -o",
                5 => "AWAY :tea",
                _ => $"NICK n{(who + 1) % 10}",
            });
    }
}
