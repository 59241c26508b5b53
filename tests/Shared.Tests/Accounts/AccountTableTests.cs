using IrcNats.Events;
using IrcNats.State;
using IrcNats.Wire;

namespace IrcNats.Tests.Accounts;

/// <summary>The accounts in the state: held by roots, passed over by leaves, and with a digest of their own.</summary>
public sealed class AccountTableTests
{
    private readonly Network _root = new(), _leaf = new(holdsAccounts: false);

    [Fact]
    public void A_leaf_holds_no_account_and_agrees_with_the_root_in_everything_else()
    {
        Happen(new AccountRegistered("Alice", new byte[] { 1, 2, 3 }));
        Happen(new AccountCertificatesSet("Alice", ["00ff"]));
        Assert.Equal("Alice", _root.FindAccount("ALICE")!.Name);
        Assert.Equal("Alice", _root.FindAccountOf("00ff")!.Name);
        Assert.Null(_leaf.FindAccount("Alice"));
        Assert.Null(_leaf.AccountsDigest);
        Assert.Equal(Codec.Digest(_root), Codec.Digest(_leaf));
        Network loaded = Network.Load(Codec.DecodeSnapshot(Codec.Encode(_root.Save())), holdsAccounts: false);
        Assert.Equal(Codec.Encode(_leaf.Save()), Codec.Encode(loaded.Save()));
    }

    [Fact]
    public void The_digest_tells_every_difference_and_no_order()
    {
        string none = Changed(new AccountRegistered("Bob", new byte[] { 9 }));
        string one = Changed(new AccountRegistered("Alice", new byte[] { 1 }));
        string two = Changed(new AccountPasswordSet("Alice", new byte[] { 2 }));
        string three = Changed(new AccountCertificatesSet("Alice", ["00ff"]));
        string four = Changed(new AccountSuspended("Alice", "root", "spam"));
        Assert.Equal(three, Changed(new AccountReinstated("Alice")));
        string five = Changed(new AccountUnregistered("Alice"));
        Assert.Equal(6, new[] { none, one, two, three, four, five }.Distinct().Count());
        Network loaded = Network.Load(Codec.DecodeSnapshot(Codec.Encode(_root.Save())));
        Assert.Equal(five, loaded.AccountsDigest);
        Assert.Null(loaded.FindAccountOf("00ff"));
    }

    [Fact]
    public void The_digest_is_of_every_field()
    {
        Account account = new()
        {
            Name = "Alice", RegisteredAt = 1, Secret = new byte[] { 1 }, Certfps = ["00"],
            Suspended = new Suspension("root", 2, "spam"),
        };
        Suspension how = account.Suspended!;
        PushSubscription push = new(new byte[] { 1 }, new byte[] { 2 }, 3);
        MailedCode code = new(MailKind.NewAccount, 2, new byte[] { 2 });
        string[] sums =
        [
            account.Sum, (account with { Name = "alice" }).Sum, (account with { RegisteredAt = 2 }).Sum,
            (account with { Secret = new byte[] { 2 } }).Sum, (account with { Certfps = ["00", "01"] }).Sum,
            (account with { Suspended = null }).Sum, (account with { IsUnregistered = true }).Sum,
            (account with { Suspended = how with { By = "x" } }).Sum,
            (account with { Suspended = how with { At = 3 } }).Sum,
            (account with { Suspended = how with { Reason = "x" } }).Sum,
            (account with { Suspended = how with { Until = 3 } }).Sum,
            (account with { Nicks = ["x"] }).Sum, (account with { Enforcement = NickEnforcement.None }).Sum,
            (account with { Settings = new AccountSettings { Multiclient = true } }).Sum,
            (account with { Settings = new AccountSettings { Multiclient = false } }).Sum,
            (account with { Settings = new AccountSettings { AlwaysOn = true } }).Sum,
            (account with { Settings = new AccountSettings { AutoAway = true } }).Sum,
            account.With(new Device("x", new Shown(null, 2))).Sum,
            account.With(new Device("y", new Shown(null, 2))).Sum,
            account.With(new Device("x", new Shown(null, 3))).Sum,
            account.With(new Device("x", new Shown(new Mark(1, new Position(2, 3)), 2))).Sum,
            account.With(new Device("x", new Shown(new Mark(1, new Position(2, 4)), 2))).Sum,
            account.With(new Device("x", new Shown(new Mark(1, new Position(3, 3)), 2))).Sum,
            account.With(new Device("x", new Shown(new Mark(2, new Position(2, 3)), 2))).Sum,
            (account with { Vhost = new Vhost { Host = "x" } }).Sum,
            (account with { Pushes = [push] }).Sum, (account with { Pushes = [push, push] }).Sum,
            (account with { Pushes = [push with { Id = new byte[] { 9 } }] }).Sum,
            (account with { Pushes = [push with { Secret = new byte[] { 9 } }] }).Sum,
            (account with { Pushes = [push with { At = 9 }] }).Sum,
            (account with { Vhost = new Vhost { IsOn = true } }).Sum,
            (account with { Vhost = new Vhost { Requested = "x" } }).Sum,
            (account with { Email = new byte[] { 1 } }).Sum, (account with { Reset = code }).Sum,
            (account with { Unproved = code }).Sum,
            (account with { Unproved = code with { Kind = MailKind.NewAddress } }).Sum,
            (account with { Unproved = code with { AskedAt = 3 } }).Sum,
            (account with { Unproved = code with { Address = new byte[] { 3 } } }).Sum,
            (account with { Unproved = code with { IsSent = true } }).Sum,
            (account with { Unproved = code with { AskedBy = new UserId(1) } }).Sum,
        ];
        Assert.Equal(sums.Length, sums.Distinct().Count());
        // A new field has to be in the sum, and above.
        Assert.Equal(
            ["Account 000", "Account 001", "Account 002", "Account 003", "Account 004", "Account 005", "Account 006",
                "Account 007", "Account 008", "Account 009", "Account 010", "Account 011", "Account 012", "Account 013",
                "Account 014", "AccountSettings 000", "AccountSettings 001", "AccountSettings 002", "Device 000",
                "Device 001", "MailedCode 000", "MailedCode 001", "MailedCode 002", "MailedCode 003", "MailedCode 004",
                "Mark 000", "Mark 001", "Position 000", "Position 001", "PushSubscription 000",
                "PushSubscription 001", "PushSubscription 002", "Shown 000", "Shown 001", "Suspension 000",
                "Suspension 001", "Suspension 002", "Suspension 003", "UserId 000", "Vhost 000", "Vhost 001",
                "Vhost 002"],
            from field in SnapshotFormat.FieldsOf(typeof(Account)) select string.Join(' ', field.Split(' ')[..2]));
    }

    private string Changed(Event happened)
    {
        Happen(happened);
        return _root.AccountsDigest!;
    }

    private void Happen(Event happened)
    {
        foreach (Network net in (Network[])[_root, _leaf])
            net.Apply(new Stamp(new Position(net.Seq + 1, 0), 1, 1_700_000_000_000), happened);
    }
}
