// A session in gamja's own page, over a WebSocket without subprotocol; alice is a plain socket on another leaf.
// Environment: GAMJA_PORT, WS_PORT, OTHER_PORT, CHROMIUM, IRCNATS_ROOT, NATS_PORT. The page's files are in ./site.
'use strict';
const assert = require('node:assert/strict');
const { spawn } = require('node:child_process');
const fs = require('node:fs');
const http = require('node:http');
const path = require('node:path');
const { plainClient, openPage, operator, picture, run } = require('./browser.js');

const site = path.join(__dirname, 'site');
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' };
const server = http.createServer((request, response) => {
    const asked = path.normalize(decodeURIComponent(request.url.split('?')[0]));
    const file = path.join(site, asked.replace(/\/$/, '/index.html'));
    if (!fs.existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': types[path.extname(file)] ?? 'application/octet-stream' });
    return response.end(fs.readFileSync(file));
});

const { GAMJA_PORT: port, WS_PORT: socket, OTHER_PORT: other, NATS_PORT: nats } = process.env;
const errors = [];
let alice, browser, page, leaf;

/** Runs a leaf for WebSockets, again and again as ./run does with its own; resolves when it is ready. */
function keepLeaf() {
    const options = ['--listen-ws', `127.0.0.1:${socket}`, '--nats-url', `nats://127.0.0.1:${nats}`];
    leaf = spawn(process.env.IRCNATS_ROOT.replace(/root$/, 'leaf'), ['--name', 'leaf-web', ...options],
        { stdio: ['ignore', 'pipe', 'ignore'] });
    leaf.on('exit', keepLeaf);
    return new Promise((ready) => leaf.stdout.on('data', (said) => String(said).includes('ready') && ready()));
}
const line = (text) => page.locator('#buffer .logline', { hasText: text });

async function type(text) {
    await page.locator('#composer input').fill(text);
    await page.locator('#composer input').press('Enter');
}

const steps = {
    async 'connects and joins'() {
        await keepLeaf();
        await new Promise((listening) => server.listen(Number(port), '127.0.0.1', listening));
        alice = await plainClient('alice', Number(other));
        alice.says('JOIN #gamja');
        alice.says('TOPIC #gamja :potatoes');
        alice.says('PRIVMSG #gamja :before gus');
        ({ browser, page } = await openPage());
        page.on('pageerror', (error) => errors.push(error.message));
        const query = new URLSearchParams({ server: `ws://127.0.0.1:${socket}/`, nick: 'gus', channels: '#gamja' });
        await page.goto(`http://127.0.0.1:${port}/?${query}`);
        await page.locator('button', { hasText: 'Connect' }).click();
        await alice.sees(/^:gus!\S+ JOIN :?#gamja/);
        await page.locator('a', { hasText: '#gamja' }).first().click();
        await page.locator('#buffer-header', { hasText: 'potatoes' }).waitFor();
        await page.locator('#member-list li', { hasText: 'alice' }).waitFor();
    },

    async 'talks both ways, and shows each message once'() {
        await type('Grüße from a browser 🧀');
        await alice.sees(/^:gus!\S+ PRIVMSG #gamja :Grüße from a browser 🧀$/);
        alice.says('PRIVMSG #gamja :and back');
        await line('and back').waitFor();
        assert.equal(await line('Grüße from a browser').count(), 1, 'its own echo is shown once');
    },

    async 'shows modes, nicks, who is away and who leaves'() {
        alice.says('MODE #gamja +v gus');
        await page.locator('#member-list li', { hasText: '+gus' }).waitFor();
        await type('/nick gustav');
        await alice.sees(/^:gus!\S+ NICK :?gustav/);
        await page.locator('#member-list li', { hasText: 'gustav' }).waitFor();
        alice.says('AWAY :lunch');
        await page.locator('#member-list a.away', { hasText: 'alice' }).waitFor();
        alice.says('PART #gamja');
        await page.locator('#member-list li', { hasText: 'alice' }).waitFor({ state: 'detached' });
        alice.says('JOIN #gamja');
        await page.locator('#member-list li', { hasText: 'alice' }).waitFor();
    },

    async 'comes back by itself when its leaf is drained'() {
        await operator('drain', 'leaf-web');
        alice.says('PRIVMSG #gamja :said meanwhile');
        // Its user of before is quit later, when nobody came back for it.
        await alice.sees(/^:gus\S*!\S+ JOIN :?#gamja/);
        alice.says('PRIVMSG #gamja :are you back');
        await line('are you back').waitFor();
        assert.deepEqual(errors, [], 'the page reports no errors');
    },

    // What it missed it asks for before it joins, when it may not read it yet; then it asks by scrolling back only.
    async 'scrolls back over all of it when the page is opened anew, and shows it once and in order'() {
        await page.reload();
        await page.locator('button', { hasText: 'Connect' }).click();
        await alice.sees(/^:gus\S*!\S+ JOIN :?#gamja/);
        await page.locator('a', { hasText: '#gamja' }).first().click();
        const texts = ['before gus', 'Grüße from a browser', 'and back', 'said meanwhile', 'are you back'];
        await line('before gus').waitFor();
        for (const text of texts) assert.equal(await line(text).count(), 1, `'${text}' is shown once`);
        const shown = await page.locator('#buffer .logline').allTextContents();
        const places = texts.map((text) => shown.findIndex((one) => one.includes(text)));
        assert.deepEqual(places, [...places].sort((one, other) => one - other), shown.join(' | '));
        await picture(page, 'gamja');
        assert.deepEqual(errors, [], 'the page reports no errors');
    },
};

run('gamja in a browser', steps, async () => {
    leaf?.removeListener('exit', keepLeaf);
    leaf?.kill();
    await browser?.close();
});
