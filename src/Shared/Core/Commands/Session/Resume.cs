namespace IrcNats.Commands;

/// <summary>RESUME [token]: the user back whose connection was lost. docs/resume.md
/// https://ircv3.net/specs/extensions/capability-negotiation (vendors' own)</summary>
[IrcCommand("RESUME", At.Session, Stages = Stages.Registering | Stages.Registered,
    Takes = "[token]", Says = "Makes you the user that a lost connection was; see docs/resume.md.")]
static class Resume;
