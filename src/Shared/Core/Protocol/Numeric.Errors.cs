namespace IrcNats.Protocol;

// Errors. The comment names the parameters between the nick and the text, where there are any.
public readonly partial record struct Numeric
{
    // Targets and commands
    public static readonly Numeric ERR_UNKNOWNERROR = Free("400"); // command text
    public static readonly Numeric ERR_NOSUCHNICK = Says("401", "No such nick/channel"); // nick
    public static readonly Numeric ERR_NOSUCHSERVER = Says("402", "No such server"); // server
    public static readonly Numeric ERR_NOSUCHCHANNEL = Says("403", "No such channel"); // channel
    public static readonly Numeric ERR_CANNOTSENDTOCHAN = Says("404", "Cannot send to channel"); // channel
    public static readonly Numeric ERR_TOOMANYCHANNELS = Says("405", "You have joined too many channels"); // channel
    public static readonly Numeric ERR_WASNOSUCHNICK = Says("406", "There was no such nickname"); // nick
    public static readonly Numeric ERR_TOOMANYTARGETS = Says("407", "Too many targets"); // target
    public static readonly Numeric ERR_NOSUCHSERVICE = Says("408", "No such service"); // service
    public static readonly Numeric ERR_NOORIGIN = Says("409", "No origin specified");
    public static readonly Numeric ERR_INVALIDCAPCMD = Says("410", "Invalid CAP command"); // subcommand
    public static readonly Numeric ERR_NORECIPIENT = Says("411", "No recipient given");
    public static readonly Numeric ERR_NOTEXTTOSEND = Says("412", "No text to send");
    public static readonly Numeric ERR_NOTOPLEVEL = Says("413", "No toplevel domain specified"); // mask
    public static readonly Numeric ERR_WILDTOPLEVEL = Says("414", "Wildcard in toplevel domain"); // mask
    public static readonly Numeric ERR_BADMASK = Says("415", "Bad server/host mask"); // mask
    public static readonly Numeric ERR_TOOMANYMATCHES = Says("416", "Too many matches"); // command
    public static readonly Numeric ERR_INPUTTOOLONG = Says("417", "Input line was too long");
    public static readonly Numeric ERR_UNKNOWNCOMMAND = Says("421", "Unknown command"); // command
    public static readonly Numeric ERR_NOMOTD = Says("422", "MOTD File is missing");
    public static readonly Numeric ERR_NOADMININFO = Says("423", "No administrative info available"); // server
    public static readonly Numeric ERR_FILEERROR = Free("424");
    public static readonly Numeric ERR_TOOMANYAWAY = Says("429", "Too many away messages, please wait a while");

    // Nicknames and registration
    public static readonly Numeric ERR_NONICKNAMEGIVEN = Says("431", "No nickname given");
    public static readonly Numeric ERR_ERRONEUSNICKNAME = Says("432", "Erroneous nickname"); // nick
    public static readonly Numeric ERR_NICKNAMEINUSE = Says("433", "Nickname is already in use"); // nick
    public static readonly Numeric ERR_BANONCHAN =
        Says("435", "Cannot change nickname while banned on channel"); // nick channel
    public static readonly Numeric ERR_NICKCOLLISION = Says("436", "Nickname collision KILL"); // nick
    public static readonly Numeric ERR_UNAVAILRESOURCE =
        Says("437", "Nick/channel is temporarily unavailable"); // nick or channel
    public static readonly Numeric ERR_NICKTOOFAST = Says("438", "Nick change too fast. Please wait a while."); // nick
    public static readonly Numeric ERR_TARGETTOOFAST =
        Says("439", "Target change too fast. Please wait a while."); // target
    public static readonly Numeric ERR_SERVICESDOWN = Says("440", "Services are currently unavailable"); // service
    public static readonly Numeric ERR_USERNOTINCHANNEL = Says("441", "They aren't on that channel"); // nick channel
    public static readonly Numeric ERR_NOTONCHANNEL = Says("442", "You're not on that channel"); // channel
    public static readonly Numeric ERR_USERONCHANNEL = Says("443", "is already on channel"); // nick channel
    public static readonly Numeric ERR_NOLOGIN = Says("444", "User not logged in"); // nick
    public static readonly Numeric ERR_SUMMONDISABLED = Says("445", "SUMMON has been disabled");
    public static readonly Numeric ERR_USERSDISABLED = Says("446", "USERS has been disabled");
    public static readonly Numeric ERR_NONICKCHANGE =
        Says("447", "Cannot change nickname while on channel (+N, or +b n:)"); // channel
    public static readonly Numeric ERR_FORBIDDENCHANNEL =
        Says("448", "Cannot join channel: it is forbidden"); // channel
    public static readonly Numeric ERR_NOTIMPLEMENTED = Says("449", "Command not implemented"); // command
    public static readonly Numeric ERR_NOTREGISTERED = Says("451", "You have not registered");
    public static readonly Numeric ERR_ACCEPTFULL = Says("456", "Accept list is full");
    public static readonly Numeric ERR_ACCEPTEXIST = Says("457", "is already on your accept list"); // nick
    public static readonly Numeric ERR_ACCEPTNOT = Says("458", "is not on your accept list"); // nick
    public static readonly Numeric ERR_NEEDMOREPARAMS = Says("461", "Not enough parameters"); // command
    public static readonly Numeric ERR_ALREADYREGISTERED = Says("462", "You may not reregister");
    public static readonly Numeric ERR_NOPERMFORHOST = Says("463", "Your host isn't among the privileged");
    public static readonly Numeric ERR_PASSWDMISMATCH = Says("464", "Password incorrect");
    public static readonly Numeric ERR_YOUREBANNEDCREEP = Says("465", "You are banned from this server");
    public static readonly Numeric ERR_YOUWILLBEBANNED = Says("466", "You will be banned from this server");

    // Channels
    public static readonly Numeric ERR_KEYSET = Says("467", "Channel key already set"); // channel
    public static readonly Numeric ERR_INVALIDUSERNAME = Says("468", "Your username is not valid");
    public static readonly Numeric ERR_LINKCHANNEL = Says("470", "Forwarding to another channel"); // channel channel
    public static readonly Numeric ERR_CHANNELISFULL = Says("471", "Cannot join channel (+l)"); // channel
    public static readonly Numeric ERR_UNKNOWNMODE = Says("472", "is unknown mode char to me"); // letter
    public static readonly Numeric ERR_INVITEONLYCHAN = Says("473", "Cannot join channel (+i)"); // channel
    public static readonly Numeric ERR_BANNEDFROMCHAN = Says("474", "Cannot join channel (+b)"); // channel
    public static readonly Numeric ERR_BADCHANNELKEY = Says("475", "Cannot join channel (+k)"); // channel
    public static readonly Numeric ERR_BADCHANMASK = Says("476", "Bad Channel Mask"); // channel
    public static readonly Numeric ERR_NEEDREGGEDNICK =
        Says("477", "Cannot join channel (+R): you must be logged in"); // channel
    public static readonly Numeric ERR_BANLISTFULL = Says("478", "Channel list is full"); // channel letter
    public static readonly Numeric ERR_BADCHANNAME = Says("479", "Illegal channel name"); // channel
    public static readonly Numeric ERR_THROTTLE =
        Says("480", "Cannot join channel (+j): throttle exceeded, try again later"); // channel
    public static readonly Numeric ERR_NOPRIVILEGES = Says("481", "Permission Denied- You're not an IRC operator");
    public static readonly Numeric ERR_CHANOPRIVSNEEDED = Says("482", "You're not channel operator"); // channel
    public static readonly Numeric ERR_CANTKILLSERVER = Says("483", "You can't kill a server!");
    public static readonly Numeric ERR_RESTRICTED = Says("484", "Your connection is restricted!");
    public static readonly Numeric ERR_UNIQOPPRIVSNEEDED = Says("485", "You're not the original channel operator");
    public static readonly Numeric ERR_NONONREG = Says("486", "You must be logged in to message this user"); // nick
    public static readonly Numeric ERR_MSGSERVICES = Says("487", "This command is only for services"); // command
    public static readonly Numeric ERR_NOSSL =
        Says("488", "Cannot join channel: your connection is not secure"); // channel
    public static readonly Numeric ERR_SECUREONLYCHAN =
        Says("489", "Cannot join channel (+z): your connection is not secure"); // channel
    public static readonly Numeric ERR_ALLMUSTSSL =
        Says("490", "Every member must use a secure connection first"); // channel
    public static readonly Numeric ERR_NOOPERHOST = Says("491", "No O-lines for your host");
    public static readonly Numeric ERR_NOCTCP = Says("492", "You cannot send CTCP to this target"); // target
    public static readonly Numeric ERR_NOSHAREDCHAN = Says("493", "You share no channel with this user"); // nick
    public static readonly Numeric ERR_OWNMODE = Says("494", "cannot answer you while you have this mode"); // nick mode
    public static readonly Numeric ERR_DELAYREJOIN =
        Says("495", "You cannot rejoin this channel yet after being kicked"); // channel
    public static readonly Numeric ERR_CHANOWNPRIVNEEDED = Says("499", "You're not a channel owner"); // channel
    public static readonly Numeric ERR_TOOMANYJOINS =
        Says("500", "Too many join requests. Please wait a while and try again."); // channel

    // Modes, lists, operators
    public static readonly Numeric ERR_UMODEUNKNOWNFLAG = Says("501", "Unknown MODE flag");
    public static readonly Numeric ERR_USERSDONTMATCH = Says("502", "Cant change mode for other users");
    public static readonly Numeric ERR_SILELISTFULL = Says("511", "Your silence list is full"); // mask
    public static readonly Numeric ERR_TOOMANYWATCH = Says("512", "Your WATCH list is full"); // nick
    public static readonly Numeric ERR_BADPING = Free("513");
    public static readonly Numeric ERR_DISABLED = Says("517", "This command has been disabled"); // command
    public static readonly Numeric ERR_OPERONLY = Says("520", "Cannot join channel (+O)"); // channel
    public static readonly Numeric ERR_HELPNOTFOUND = Says("524", "Help not found"); // subject
    public static readonly Numeric ERR_INVALIDKEY = Says("525", "Key is not well-formed"); // channel
    public static readonly Numeric ERR_CANTSENDTOUSER =
        Says("531", "You are not permitted to send private messages to this user"); // nick
    public static readonly Numeric ERR_CANNOTSENDRP = Says("573", "Cannot send roleplay message"); // target
    public static readonly Numeric ERR_REDIRECT = Free("690");
    public static readonly Numeric ERR_STARTTLS = Says("691", "STARTTLS failed");
    public static readonly Numeric ERR_INVALIDMODEPARAM = Free("696"); // target letter parameter text
    public static readonly Numeric ERR_LISTMODEALREADYSET =
        Says("697", "The list has this entry already"); // channel mask letter
    public static readonly Numeric ERR_LISTMODENOTSET =
        Says("698", "The list does not have this entry"); // channel mask letter
    public static readonly Numeric ERR_TARGCHANGE = Says("707", "Targets changing too fast, message dropped"); // target
    public static readonly Numeric ERR_TOOMANYKNOCK = Says("712", "Too many KNOCKs"); // channel
    public static readonly Numeric ERR_CHANOPEN = Says("713", "Channel is open."); // channel
    public static readonly Numeric ERR_KNOCKONCHAN = Says("714", "You are already on that channel."); // channel
    public static readonly Numeric ERR_KNOCKDISABLED = Says("715", "KNOCKs are disabled.");
    public static readonly Numeric ERR_NOPRIVS = Says("723", "Insufficient oper privileges."); // privilege
    public static readonly Numeric ERR_MONLISTFULL = Says("734", "Monitor list is full."); // limit nicks
    public static readonly Numeric ERR_MLOCKRESTRICTED =
        Says("742", "MODE cannot be set due to the channel's mode lock"); // channel letter lock
    public static readonly Numeric ERR_INVALIDBAN = Says("743", "Invalid ban mask"); // channel letter mask
    public static readonly Numeric ERR_TOPICLOCK =
        Says("744", "TOPIC cannot be set due to the channel's topic lock"); // channel

    // Metadata, SASL, languages
    public static readonly Numeric ERR_METADATALIMIT = Says("764", "metadata limit reached"); // target
    public static readonly Numeric ERR_TARGETINVALID = Says("765", "invalid metadata target"); // target
    public static readonly Numeric ERR_KEYINVALID = Says("767", "invalid metadata key"); // key
    public static readonly Numeric ERR_KEYNOPERMISSION = Says("769", "permission denied"); // target key
    public static readonly Numeric ERR_NICKLOCKED = Says("902", "You must use a nick assigned to you");
    public static readonly Numeric ERR_SASLFAIL = Says("904", "SASL authentication failed");
    public static readonly Numeric ERR_SASLTOOLONG = Says("905", "SASL message too long");
    public static readonly Numeric ERR_SASLABORTED = Says("906", "SASL authentication aborted");
    public static readonly Numeric ERR_SASLALREADY = Says("907", "You have already authenticated using SASL");
    public static readonly Numeric ERR_CANNOTDOCOMMAND = Free("972"); // command text
    public static readonly Numeric ERR_CANNOTCHANGECHANMODE = Free("974"); // letter text
    public static readonly Numeric ERR_TOOMANYLANGUAGES = Says("981", "You specified too many languages"); // limit
    public static readonly Numeric ERR_NOLANGUAGE = Says("982", "Language is not supported"); // code
}
