using IrcNats.Protocol;

namespace IrcNats.Leaf.Core;

/// <summary>
/// AUTHENTICATE, before and after registration; the root hears of it when the user has proved whose account it is.
/// https://ircv3.net/specs/extensions/sasl-3.1
/// </summary>
sealed class AuthenticateCommand(Output output, Sasl sasl) : ISessionHandler
{
    public string Verb => Sasl.Verb;

    public bool TakesItself(Session session, Line line) => true;

    public void Handle(Session session, Line line)
    {
        if (session.Has(Capabilities.Sasl)) sasl.Take(session, line);
        else output.Tell(session, (Numeric.ERR_SASLFAIL with
        {
            Text = "Ask for the capability sasl first",
        }).For(session.Called));
    }
}
