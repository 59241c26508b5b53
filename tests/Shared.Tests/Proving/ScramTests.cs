using IrcNats.Proving;

namespace IrcNats.Tests.Proving;

public class ScramTests
{
    private const string Server =
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private const string Final =
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private const string Signed = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    /// <summary>https://www.rfc-editor.org/rfc/rfc7677#section-3</summary>
    [Fact]
    public void The_conversation_of_RFC_7677_is_ours()
    {
        ScramClient client = new("user", "rOprNGfwEbeRWgbNEkqO");
        Assert.Equal("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", client.First);
        ServerFirst challenge = client.Challenged(Server);
        Assert.Equal(Server, challenge.Text);
        byte[] salted = Scram.SaltedPassword("pencil", challenge.Salt, challenge.Iterations);
        Assert.Equal(Final, client.Final(challenge, salted));
        Assert.True(client.IsSigned(Signed));
        Assert.False(client.IsSigned("v=AAAA"));

        ClientFirst first = ClientFirst.Parse(client.First);
        ClientFinal final = ClientFinal.Parse(Final, first);
        string messages = final.Messages(first, challenge);
        byte[] stored = Scram.StoredKey(Scram.ClientKey(salted));
        Assert.True(Scram.IsProof(stored, messages, final.Proof));
        Assert.False(Scram.IsProof(stored, messages + "x", final.Proof));
        Assert.False(Scram.IsProof(stored, messages, final.Proof[..31]));
        Assert.Equal(Signed, new ServerFinal(Scram.ServerSignature(Scram.ServerKey(salted), messages)).Text);
    }

    [Theory]
    [InlineData("alice", "n=alice")]
    [InlineData("a,b=c", "n=a=2Cb=3Dc")]
    [InlineData("=2C", "n==3D2C")]
    [InlineData("", "n=")]
    public void Names_with_what_the_messages_are_made_of_come_through(string name, string written)
    {
        ClientFirst first = new(name, "nonce");
        Assert.Equal($"n,,{written},r=nonce", first.Text);
        Assert.Equal(name, ClientFirst.Parse(first.Text).Name);
    }

    [Fact]
    public void A_password_is_its_bytes_as_they_came() => Assert.NotEqual(
        Scram.SaltedPassword("\u00e9", "saltsalt"u8, 1),
        Scram.SaltedPassword("e\u0301", "saltsalt"u8, 1));

    [Theory]
    [InlineData("")]
    [InlineData("n=user,r=abc")]
    [InlineData("n,,n=user")]
    [InlineData("n,,n=user,r=")]
    [InlineData("n,,r=abc,n=user")]
    [InlineData("n,,n=us=er,r=abc")]
    [InlineData("n,,n=user,r=abc,m=x")]
    [InlineData("n,a=root,n=user,r=abc")]
    [InlineData("p=tls-unique,,n=user,r=abc")]
    public void What_is_no_first_message_of_a_client_is_refused(string text) =>
        Assert.Throws<FormatException>(() => ClientFirst.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("c=biws,r=abc")]
    [InlineData("c=biws,r=abc,p=")]
    [InlineData("c=biws,r=abc,p=?")]
    [InlineData("c=eSws,r=abc,p=AQID")]
    [InlineData("r=abc,c=biws,p=AQID")]
    [InlineData("c=biws,r=abc,p=AQID,x=y")]
    public void What_is_no_last_message_of_a_client_is_refused(string text) =>
        Assert.Throws<FormatException>(() => ClientFinal.Parse(text, new ClientFirst("user", "abc")));

    [Theory]
    [InlineData("")]
    [InlineData("r=abcdef,s=AQID")]
    [InlineData("r=abcdef,s=,i=1")]
    [InlineData("r=abcdef,s=?,i=1")]
    [InlineData("r=abcdef,s=AQID,i=0")]
    [InlineData("r=abcdef,s=AQID,i=-1")]
    [InlineData("r=abcdef,s=AQID,i=99999999")]
    [InlineData("r=other,s=AQID,i=1")]
    [InlineData("r=abc,s=AQID,i=1")]
    public void What_is_no_challenge_of_a_server_is_refused(string text) =>
        Assert.Throws<FormatException>(() => new ScramClient("user", "abc").Challenged(text));
}
