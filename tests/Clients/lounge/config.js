// The Lounge as a public gateway: it tells the leaf by WEBIRC whom it speaks for.
'use strict';
module.exports = {
    public: true,
    host: '127.0.0.1',
    port: Number(process.env.LOUNGE_PORT),
    reverseProxy: true, // the browser says by X-Forwarded-For where it is
    prefetch: false,
    fileUpload: { enable: false },
    identd: { enable: false },
    messageStorage: [],
    transports: ['websocket'],
    leaveMessage: 'The Lounge',
    webirc: { '127.0.0.1': 'rootpassword' }, // of tests/transcripts.yaml
    lockNetwork: false,
    defaults: {
        name: 'net', host: '127.0.0.1', port: Number(process.env.IRC_PORT), tls: false, rejectUnauthorized: false,
        nick: 'lou', username: 'lou', realname: 'Lou in a browser', join: '#lounge', leaveMessage: '',
    },
};
