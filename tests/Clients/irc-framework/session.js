// Two clients of irc-framework, the library under The Lounge and Kiwi, one on each leaf, with the capabilities that it
// asks for by itself. What counts is what the library reports to its user.
// Usage: node session.js PORT PORT [web]     prints a line `ok STEP` or `not ok STEP: why` for each step
// With `web` the ports are those of WebSockets: alice asks for text.ircv3.net, bob for no protocol, as gamja does.
'use strict';
const assert = require('node:assert/strict');
const IRC = require('irc-framework');

const patience = 20000; // milliseconds a step waits for an event
const [alicePort, bobPort] = process.argv.slice(2, 4).map(Number);
const web = process.argv[4] === 'web';
const title = web ? 'irc-framework over WebSockets' : 'irc-framework';
const strangers = new Set(); // commands that the library does not know

function client(nick, port) {
    const irc = new IRC.Client();
    irc.command_handler.on('unknown command', (command) => strangers.add(command.command));
    irc.options = {
        host: '127.0.0.1', port, nick, username: nick, gecos: `${nick} of irc-framework`, auto_reconnect: false,
    };
    if (web) {
        irc.options.transport = require('irc-framework/src/transports/websocket');
        irc.options.websocket_protocol = nick === 'alice' ? 'text.ircv3.net' : undefined;
    }
    return irc;
}

const alice = client('alice', alicePort);
const bob = client('bob', bobPort);

/** Resolves with the next event of the name whose fields are these; rejects when it does not come. */
function event(irc, name, fields = {}) {
    const seen = [];
    return new Promise((resolve, reject) => {
        const late = setTimeout(() => {
            irc.removeListener(name, listener);
            reject(new Error(`no '${name}' with ${JSON.stringify(fields)}, but ${JSON.stringify(seen)}`));
        }, patience);
        function listener(happened = {}) {
            seen.push(happened);
            if (!Object.entries(fields).every(([key, value]) => happened[key] === value)) return;
            clearTimeout(late);
            irc.removeListener(name, listener);
            resolve(happened);
        }
        irc.on(name, listener);
    });
}

/** Does something and resolves with what it makes happen. */
async function after(act, ...events) {
    act();
    return Promise.all(events);
}

/** The time is the server's, to the millisecond, and of now; irc-framework reports it in milliseconds. */
function assertRecent(time) {
    assert.ok(Math.abs(Date.now() - time) < 60000, `time ${time} is not of now`);
}

const steps = {
    async 'both register with the capabilities that irc-framework asks for'() {
        await after(() => alice.connect(alice.options), event(alice, 'registered', { nick: 'alice' }));
        await after(() => bob.connect(bob.options), event(bob, 'registered', { nick: 'bob' }));
        for (const irc of [alice, bob]) {
            const enabled = [...irc.network.cap.enabled].sort();
            assert.deepEqual(enabled, ['account-notify', 'account-tag', 'away-notify', 'batch', 'cap-notify',
                'extended-join', 'invite-notify', 'message-tags', 'multi-prefix', 'server-time',
                'userhost-in-names'].sort());
        }
    },

    async 'the network says what it is in 005'() {
        const { options } = alice.network;
        assert.equal(alice.network.name, 'Test');
        assert.equal(options.CASEMAPPING, 'ascii');
        assert.deepEqual(options.PREFIX.map((prefix) => prefix.mode + prefix.symbol), ['q~', 'a&', 'o@', 'h%', 'v+']);
        assert.ok(alice.network.isChannelName('#dev') && !alice.network.isChannelName('dev'));
        assert.ok(alice.network.supports('WHOX'));
    },

    async 'a join is told with account and real name, and with the time of the server'() {
        const [own] = await after(() => alice.join('#dev'), event(alice, 'join', { nick: 'alice' }),
            event(alice, 'userlist', { channel: '#dev' }));
        assert.equal(own.channel, '#dev');
        const [joined, list] = await after(() => bob.join('#dev'), event(alice, 'join', { nick: 'bob' }),
            event(bob, 'userlist', { channel: '#dev' }));
        assert.equal(joined.account, false, 'nobody has logged in');
        assert.equal(joined.gecos, 'bob of irc-framework');
        assert.equal(`${joined.ident}@${joined.hostname}`, 'bob@127.0.0.1');
        assertRecent(joined.time);
        const users = list.users.map((user) => `${user.modes.join('')} ${user.nick}!${user.ident}@${user.hostname}`);
        assert.deepEqual(users.sort(), [' bob!bob@127.0.0.1', 'o alice!alice@127.0.0.1']);
    },

    async 'they talk both ways, with the same id and time on every leaf'() {
        const carol = client('carol', bobPort);
        await after(() => carol.connect(carol.options), event(carol, 'registered'));
        await after(() => carol.join('#dev'), event(carol, 'userlist'));
        const said = { nick: 'bob', target: '#dev', message: 'Grüße 🧀 : two  spaces' };
        const [heard, elsewhere] = await after(() => bob.say('#dev', said.message),
            event(alice, 'privmsg', said), event(carol, 'privmsg', said));
        assertRecent(heard.time);
        assert.match(heard.tags.msgid, /^\S+$/);
        assert.deepEqual([elsewhere.tags.msgid, elsewhere.time], [heard.tags.msgid, heard.time]);
        assert.equal(heard.account, undefined, 'no account tag without an account');
        await after(() => alice.say('#dev', 'and back'), event(bob, 'privmsg', { nick: 'alice', message: 'and back' }));
        await after(() => carol.quit('enough'), event(alice, 'quit', { nick: 'carol', message: 'Quit: enough' }));
    },

    async 'private messages, notices, actions, CTCP and tags arrive'() {
        await after(() => alice.say('bob', 'psst'), event(bob, 'privmsg', { target: 'bob', message: 'psst' }));
        await after(() => bob.notice('alice', 'noted'), event(alice, 'notice', { nick: 'bob', message: 'noted' }));
        await after(() => bob.action('#dev', 'waves'), event(alice, 'action', { nick: 'bob', message: 'waves' }));
        await after(() => alice.ctcpRequest('bob', 'CLIENTINFO'), event(bob, 'ctcp request', { type: 'CLIENTINFO' }));
        const [typing] = await after(() => bob.tagmsg('#dev', { '+typing': 'active' }),
            event(alice, 'tagmsg', { nick: 'bob' }));
        assert.equal(typing.tags['+typing'], 'active');
        const [reply] = await after(() => bob.say('#dev', 'yes', { '+draft/reply': 'x;y z' }),
            event(alice, 'privmsg', { message: 'yes' }));
        assert.equal(reply.tags['+draft/reply'], 'x;y z');
    },

    async 'away and back are told to who shares a channel'() {
        await after(() => bob.raw('AWAY', 'lunch'), event(alice, 'away', { nick: 'bob', message: 'lunch' }));
        await after(() => bob.raw('AWAY'), event(alice, 'back', { nick: 'bob' }));
    },

    async 'topic, modes, ban list, invitation and kick are told'() {
        await after(() => alice.setTopic('#dev', 'notes'), event(bob, 'topic', { nick: 'alice', topic: 'notes' }));
        const [given] = await after(() => alice.mode('#dev', '+ov', ['bob', 'bob']), event(bob, 'mode'));
        assert.deepEqual(given.modes, [{ mode: '+o', param: 'bob' }, { mode: '+v', param: 'bob' }]);
        const [list] = await after(() => bob.raw('NAMES', '#dev'), event(bob, 'userlist'));
        assert.deepEqual(list.users.find((user) => user.nick === 'bob').modes, ['o', 'v'], 'multi-prefix');
        await after(() => alice.ban('#dev', 'spam!*@*'), event(bob, 'mode', { nick: 'alice' }));
        const [{ bans }] = await after(() => bob.banlist('#dev'), event(bob, 'banlist'));
        assert.deepEqual(bans.map((ban) => ban.banned), ['spam!*@*']);
        await after(() => alice.raw('KICK', '#dev', 'bob', 'see you'),
            event(bob, 'kick', { kicked: 'bob', message: 'see you' }));
        await after(() => alice.invite('#dev', 'bob'), event(bob, 'invite', { nick: 'alice', channel: '#dev' }),
            event(alice, 'invited', { nick: 'bob' }));
        await after(() => bob.join('#dev'), event(alice, 'join', { nick: 'bob' }),
            event(bob, 'topic', { topic: 'notes' }));
    },

    async 'WHO and WHOIS tell who somebody is'() {
        const [{ users }] = await after(() => alice.who('#dev'), event(alice, 'wholist'));
        assert.deepEqual(users.map((user) => user.nick).sort(), ['alice', 'bob']);
        const [bobs] = await after(() => alice.whois('bob'), event(alice, 'whois'));
        assert.equal(bobs.real_name, 'bob of irc-framework');
        assert.match(bobs.channels, /#dev/);
    },

    async 'a refusal is reported as what it is'() {
        await after(() => bob.changeNick('alice'), event(bob, 'nick in use', { nick: 'alice' }));
        await after(() => bob.say('nobody', 'hi'), event(bob, 'irc error', { error: 'no_such_nick', nick: 'nobody' }));
    },

    async 'nick change, part and quit are told'() {
        await after(() => bob.changeNick('robert'), event(alice, 'nick', { nick: 'bob', new_nick: 'robert' }));
        await after(() => bob.part('#dev', 'bye'), event(alice, 'part', { nick: 'robert', message: 'bye' }));
        await after(() => bob.join('#dev'), event(alice, 'join', { nick: 'robert' }));
        await after(() => bob.quit('gone'), event(alice, 'quit', { nick: 'robert', message: 'Quit: gone' }),
            event(bob, 'close'));
        await after(() => alice.quit(), event(alice, 'close'));
    },

    async 'no command came that irc-framework does not know, but for the figures every server greets with'() {
        assert.deepEqual([...strangers].sort(), ['003', '004', '251', '252', '254', '255', '265', '266']);
    },
};

async function main() {
    for (const [name, step] of Object.entries(steps)) {
        try {
            await step();
            console.log(`ok ${title}: ${name}`);
        } catch (error) {
            console.log(`not ok ${title}: ${name}: ${error.message.replaceAll('\n', ' ')}`);
            break; // each step goes on where the one before it ended
        }
    }
    process.exit();
}

main();
