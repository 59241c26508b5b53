namespace IrcNats.Protocol;

// Replies. The comment names the parameters between the nick and the text, where there are any.
public readonly partial record struct Numeric
{
    // Registration
    public static readonly Numeric RPL_WELCOME = Free("001"); // text naming the network and the hostmask
    public static readonly Numeric RPL_YOURHOST = Free("002");
    public static readonly Numeric RPL_CREATED = Free("003");
    public static readonly Numeric RPL_MYINFO =
        Plain("004"); // server version user-modes channel-modes channel-modes-with-parameter
    public static readonly Numeric RPL_ISUPPORT = Says("005", "are supported by this server"); // up to 13 tokens
    public static readonly Numeric RPL_SNOMASKIS = Says("008", "Server notice mask"); // mask
    public static readonly Numeric RPL_BOUNCE = Free("010"); // host port text
    public static readonly Numeric RPL_MAP = Free("015");
    public static readonly Numeric RPL_MAPEND = Says("017", "End of /MAP");
    public static readonly Numeric RPL_MAPUSERS = Free("018");
    public static readonly Numeric RPL_YOURID = Says("042", "your unique ID"); // id

    // TRACE, STATS, LUSERS, ADMIN
    public static readonly Numeric RPL_TRACELINK = Plain("200");
    public static readonly Numeric RPL_TRACECONNECTING = Plain("201"); // "Try." class server
    public static readonly Numeric RPL_TRACEHANDSHAKE = Plain("202"); // "H.S." class server
    public static readonly Numeric RPL_TRACEUNKNOWN = Plain("203"); // "????" class address
    public static readonly Numeric RPL_TRACEOPERATOR = Plain("204"); // "Oper" class nick
    public static readonly Numeric RPL_TRACEUSER = Plain("205"); // "User" class nick
    public static readonly Numeric RPL_TRACESERVER = Plain("206");
    public static readonly Numeric RPL_TRACESERVICE = Plain("207");
    public static readonly Numeric RPL_TRACENEWTYPE = Plain("208");
    public static readonly Numeric RPL_TRACECLASS = Plain("209"); // "Class" class count
    public static readonly Numeric RPL_TRACERECONNECT = Plain("210");
    public static readonly Numeric RPL_STATSLINKINFO =
        Plain("211"); // link sendq messages-out bytes-out messages-in bytes-in seconds
    public static readonly Numeric RPL_STATSCOMMANDS = Plain("212"); // command count bytes remote-count
    public static readonly Numeric RPL_STATSCLINE = Plain("213");
    public static readonly Numeric RPL_STATSNLINE = Plain("214");
    public static readonly Numeric RPL_STATSILINE = Plain("215");
    public static readonly Numeric RPL_STATSKLINE = Plain("216");
    public static readonly Numeric RPL_STATSQLINE = Plain("217");
    public static readonly Numeric RPL_STATSYLINE = Plain("218");
    public static readonly Numeric RPL_ENDOFSTATS = Says("219", "End of /STATS report"); // letter
    public static readonly Numeric RPL_UMODEIS = Plain("221"); // modes
    public static readonly Numeric RPL_SERVLIST = Plain("234");
    public static readonly Numeric RPL_SERVLISTEND = Says("235", "End of service listing");
    public static readonly Numeric RPL_STATSVLINE = Plain("240");
    public static readonly Numeric RPL_STATSLLINE = Plain("241");
    public static readonly Numeric RPL_STATSUPTIME = Free("242");
    public static readonly Numeric RPL_STATSOLINE = Plain("243"); // "O" hostmask "*" name
    public static readonly Numeric RPL_STATSHLINE = Plain("244");
    public static readonly Numeric RPL_STATSSLINE = Plain("245");
    public static readonly Numeric RPL_STATSDEBUG = Free("249");
    public static readonly Numeric RPL_STATSCONN = Free("250");
    public static readonly Numeric RPL_LUSERCLIENT = Free("251");
    public static readonly Numeric RPL_LUSEROP = Says("252", "operator(s) online"); // count
    public static readonly Numeric RPL_LUSERUNKNOWN = Says("253", "unknown connection(s)"); // count
    public static readonly Numeric RPL_LUSERCHANNELS = Says("254", "channels formed"); // count
    public static readonly Numeric RPL_LUSERME = Free("255");
    public static readonly Numeric RPL_ADMINME = Says("256", "Administrative info"); // server
    public static readonly Numeric RPL_ADMINLOC1 = Free("257");
    public static readonly Numeric RPL_ADMINLOC2 = Free("258");
    public static readonly Numeric RPL_ADMINEMAIL = Free("259");
    public static readonly Numeric RPL_TRACELOG = Plain("261");
    public static readonly Numeric RPL_TRACEEND = Says("262", "End of TRACE"); // server version
    public static readonly Numeric RPL_TRYAGAIN = Says("263", "Please wait a while and try again."); // command
    public static readonly Numeric RPL_LOCALUSERS = Free("265"); // count most text
    public static readonly Numeric RPL_GLOBALUSERS = Free("266"); // count most text
    public static readonly Numeric RPL_SILELIST = Plain("271"); // mask
    public static readonly Numeric RPL_ENDOFSILELIST = Says("272", "End of silence list");
    public static readonly Numeric RPL_WHOISCERTFP = Free("276"); // nick text with the fingerprint
    public static readonly Numeric RPL_ACCEPTLIST = Plain("281"); // nicks
    public static readonly Numeric RPL_ENDOFACCEPT = Says("282", "End of /ACCEPT list");

    // Users
    public static readonly Numeric RPL_NONE = Free("300");
    public static readonly Numeric RPL_AWAY = Free("301"); // nick message
    public static readonly Numeric RPL_USERHOST = Free("302");
    public static readonly Numeric RPL_ISON = Free("303");
    public static readonly Numeric RPL_TEXT = Free("304");
    public static readonly Numeric RPL_UNAWAY = Says("305", "You are no longer marked as being away");
    public static readonly Numeric RPL_NOWAWAY = Says("306", "You have been marked as being away");
    public static readonly Numeric RPL_WHOISREGNICK = Says("307", "has identified for this nick"); // nick
    public static readonly Numeric RPL_WHOISUSER = Free("311"); // nick username host "*" realname
    public static readonly Numeric RPL_WHOISSERVER = Free("312"); // nick server info
    public static readonly Numeric RPL_WHOISOPERATOR = Free("313"); // nick text
    public static readonly Numeric RPL_WHOWASUSER = Free("314"); // nick username host "*" realname
    public static readonly Numeric RPL_ENDOFWHO = Says("315", "End of /WHO list"); // mask
    public static readonly Numeric RPL_WHOISIDLE = Says("317", "seconds idle, signon time"); // nick seconds time
    public static readonly Numeric RPL_ENDOFWHOIS = Says("318", "End of /WHOIS list"); // nick
    public static readonly Numeric RPL_WHOISCHANNELS = Free("319"); // nick channels
    public static readonly Numeric RPL_WHOISSPECIAL = Free("320"); // nick text

    // Channels
    public static readonly Numeric RPL_LISTSTART = Says("321", "Users  Name"); // "Channel"
    public static readonly Numeric RPL_LIST = Free("322"); // channel count topic
    public static readonly Numeric RPL_LISTEND = Says("323", "End of /LIST");
    public static readonly Numeric RPL_CHANNELMODEIS = Plain("324"); // channel modes parameters
    public static readonly Numeric RPL_UNIQOPIS = Plain("325"); // channel nick
    public static readonly Numeric RPL_CHANNEL_URL = Free("328"); // channel url
    public static readonly Numeric RPL_CREATIONTIME = Plain("329"); // channel time
    public static readonly Numeric RPL_WHOISACCOUNT = Says("330", "is logged in as"); // nick account
    public static readonly Numeric RPL_NOTOPIC = Says("331", "No topic is set"); // channel
    public static readonly Numeric RPL_TOPIC = Free("332"); // channel topic
    public static readonly Numeric RPL_TOPICWHOTIME = Plain("333"); // channel setter time
    public static readonly Numeric RPL_WHOISBOT = Free("335"); // nick text
    public static readonly Numeric RPL_INVITELIST = Plain("336"); // channel
    public static readonly Numeric RPL_ENDOFINVITELIST = Says("337", "End of /INVITE list");
    public static readonly Numeric RPL_WHOISACTUALLY = Says("338", "Actual user@host, Actual IP"); // nick user@host ip
    public static readonly Numeric RPL_USERIP = Free("340");
    public static readonly Numeric RPL_INVITING = Plain("341"); // nick channel
    public static readonly Numeric RPL_SUMMONING = Says("342", "Summoning user to IRC"); // user
    public static readonly Numeric RPL_WHOISCOUNTRY = Free("344"); // nick code text
    public static readonly Numeric RPL_INVEXLIST = Plain("346"); // channel mask setter time
    public static readonly Numeric RPL_ENDOFINVEXLIST = Says("347", "End of channel invite exception list"); // channel
    public static readonly Numeric RPL_EXCEPTLIST = Plain("348"); // channel mask setter time
    public static readonly Numeric RPL_ENDOFEXCEPTLIST = Says("349", "End of channel exception list"); // channel
    public static readonly Numeric RPL_WHOISGATEWAY = Free("350"); // nick host ip text
    public static readonly Numeric RPL_VERSION = Free("351"); // version server comments
    public static readonly Numeric RPL_WHOREPLY =
        Free("352"); // channel username host server nick flags "hops realname"
    public static readonly Numeric RPL_NAMREPLY = Free("353"); // "=", "@" or "*" channel names
    public static readonly Numeric RPL_WHOSPCRPL = Plain("354"); // the fields asked for
    public static readonly Numeric RPL_LINKS = Free("364"); // mask server "hops info"
    public static readonly Numeric RPL_ENDOFLINKS = Says("365", "End of /LINKS list"); // mask
    public static readonly Numeric RPL_ENDOFNAMES = Says("366", "End of /NAMES list"); // channel
    public static readonly Numeric RPL_BANLIST = Plain("367"); // channel mask setter time
    public static readonly Numeric RPL_ENDOFBANLIST = Says("368", "End of channel ban list"); // channel
    public static readonly Numeric RPL_ENDOFWHOWAS = Says("369", "End of WHOWAS"); // nick

    // Server
    public static readonly Numeric RPL_INFO = Free("371");
    public static readonly Numeric RPL_MOTD = Free("372"); // "- " and the line
    public static readonly Numeric RPL_ENDOFINFO = Says("374", "End of /INFO list");
    public static readonly Numeric RPL_MOTDSTART = Free("375"); // "- server Message of the day - "
    public static readonly Numeric RPL_ENDOFMOTD = Says("376", "End of /MOTD command.");
    public static readonly Numeric RPL_WHOISHOST = Free("378"); // nick text
    public static readonly Numeric RPL_WHOISMODES = Free("379"); // nick text
    public static readonly Numeric RPL_YOUREOPER = Says("381", "You are now an IRC operator");
    public static readonly Numeric RPL_REHASHING = Says("382", "Rehashing"); // file
    public static readonly Numeric RPL_YOURESERVICE = Free("383");
    public static readonly Numeric RPL_NOTOPERANYMORE = Says("385", "You are no longer an IRC operator");
    public static readonly Numeric RPL_QLIST = Plain("386"); // channel nick
    public static readonly Numeric RPL_ENDOFQLIST = Says("387", "End of channel owner list"); // channel
    public static readonly Numeric RPL_ALIST = Plain("388"); // channel nick
    public static readonly Numeric RPL_ENDOFALIST = Says("389", "End of channel admin list"); // channel
    public static readonly Numeric RPL_TIME = Free("391"); // server text
    public static readonly Numeric RPL_USERSSTART = Says("392", "UserID   Terminal  Host");
    public static readonly Numeric RPL_USERS = Free("393");
    public static readonly Numeric RPL_ENDOFUSERS = Says("394", "End of users");
    public static readonly Numeric RPL_NOUSERS = Says("395", "Nobody logged in");
    public static readonly Numeric RPL_VISIBLEHOST = Says("396", "is now your displayed host"); // host

    // WATCH, HELP, KNOCK, caller-id, MONITOR
    public static readonly Numeric RPL_LOGON = Says("600", "logged online"); // nick username host time
    public static readonly Numeric RPL_LOGOFF = Says("601", "logged offline"); // nick username host time
    public static readonly Numeric RPL_WATCHOFF = Says("602", "stopped watching"); // nick username host time
    public static readonly Numeric RPL_WATCHSTAT = Free("603");
    public static readonly Numeric RPL_NOWON = Says("604", "is online"); // nick username host time
    public static readonly Numeric RPL_NOWOFF = Says("605", "is offline"); // nick username host time
    public static readonly Numeric RPL_WATCHLIST = Free("606");
    public static readonly Numeric RPL_ENDOFWATCHLIST = Says("607", "End of WATCH list");
    public static readonly Numeric RPL_WHOWASIP = Free("652"); // nick text
    public static readonly Numeric RPL_UNINVITED = Free("653");
    public static readonly Numeric RPL_STARTTLS = Says("670", "STARTTLS successful, proceed with TLS handshake");
    public static readonly Numeric RPL_WHOISSECURE = Says("671", "is using a secure connection"); // nick
    public static readonly Numeric RPL_YOURLANGUAGESARE = Says("687", "are your languages"); // codes
    public static readonly Numeric RPL_HELPSTART = Free("704"); // subject title
    public static readonly Numeric RPL_HELPTXT = Free("705"); // subject line
    public static readonly Numeric RPL_ENDOFHELP = Says("706", "End of /HELP"); // subject
    public static readonly Numeric RPL_KNOCK = Says("710", "has asked for an invite."); // channel hostmask
    public static readonly Numeric RPL_KNOCKDLVR = Says("711", "Your KNOCK has been delivered."); // channel
    public static readonly Numeric RPL_TARGUMODEG = Says("716", "is in +g mode (server-side ignore)"); // nick
    public static readonly Numeric RPL_TARGNOTIFY = Says("717", "has been informed that you messaged them."); // nick
    public static readonly Numeric RPL_UMODEGMSG =
        Says("718", "is messaging you, and you have +g set"); // nick user@host
    public static readonly Numeric RPL_OMOTDSTART = Free("720");
    public static readonly Numeric RPL_OMOTD = Free("721");
    public static readonly Numeric RPL_ENDOFOMOTD = Says("722", "End of operators' message of the day");
    public static readonly Numeric RPL_QUIETLIST = Plain("728"); // channel "q" mask setter time
    public static readonly Numeric RPL_ENDOFQUIETLIST = Says("729", "End of channel quiet list"); // channel "q"
    public static readonly Numeric RPL_MONONLINE = Free("730"); // hostmasks joined by ','
    public static readonly Numeric RPL_MONOFFLINE = Free("731"); // nicks joined by ','
    public static readonly Numeric RPL_MONLIST = Free("732"); // nicks joined by ','
    public static readonly Numeric RPL_ENDOFMONLIST = Says("733", "End of MONITOR list");
    public static readonly Numeric RPL_CHALLENGE = Free("740"); // nonce
    public static readonly Numeric RPL_ENDOFCHALLENGE = Says("741", "End of CHALLENGE");

    // Metadata, SASL
    public static readonly Numeric RPL_WHOISKEYVALUE = Free("760"); // target key visibility value
    public static readonly Numeric RPL_KEYVALUE = Free("761"); // target key visibility value
    public static readonly Numeric RPL_METADATAEND = Says("762", "end of metadata");
    public static readonly Numeric RPL_KEYNOTSET = Says("766", "key not set"); // target key
    public static readonly Numeric RPL_METADATASUBOK = Plain("770"); // keys
    public static readonly Numeric RPL_METADATAUNSUBOK = Plain("771"); // keys
    public static readonly Numeric RPL_METADATASUBS = Plain("772"); // keys
    public static readonly Numeric RPL_METADATASYNCLATER = Plain("774"); // target seconds
    public static readonly Numeric RPL_LOGGEDIN = Free("900"); // hostmask account text
    public static readonly Numeric RPL_LOGGEDOUT = Says("901", "You are now logged out"); // hostmask
    public static readonly Numeric RPL_SASLSUCCESS = Says("903", "SASL authentication successful");
    public static readonly Numeric RPL_SASLMECHS =
        Says("908", "are available SASL mechanisms"); // mechanisms joined by ','
}
